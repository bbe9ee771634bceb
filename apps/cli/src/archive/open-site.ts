import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import type { Store } from '@broadsheet/papers';
import { siteHandler } from '../serve/site-build.ts';

/** The built site on a port of this machine, for this process alone to read. */
export interface OpenSite {
  /** What somebody who is not signed in gets. Null where there is no such page. @throws Error for every other failure. */
  read(address: string): Promise<Buffer | null>;
  close(): Promise<void>;
}

/** Opens the built site on the loopback address, without limits, as a stranger sees it. */
export async function openSite(store: Store): Promise<OpenSite> {
  for (const limit of ['RATE_LIMIT_SEARCH', 'RATE_LIMIT_API', 'RATE_LIMIT_MAIL', 'RATE_LIMIT_ACCOUNT'])
    process.env[limit] = '0';
  process.env['LOG_LEVEL'] ??= 'silent';
  process.env['PROTOCOL_HEADER'] = 'x-broadsheet-protocol';
  const shelf = globalThis as Record<symbol, unknown>;
  shelf[Symbol.for('broadsheet.store')] = store;
  const { handler } = (await import(pathToFileURL(siteHandler).href)) as { handler: RequestListener };
  const server = createServer((request, response) => {
    request.headers['x-broadsheet-protocol'] = 'http';
    handler(request, response);
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  const { port } = server.address() as AddressInfo;
  return {
    async read(address) {
      const response = await fetch(`http://127.0.0.1:${port}${address}`, { redirect: 'manual' });
      const body = Buffer.from(await response.arrayBuffer());
      if (response.status === 200) return body;
      if (response.status === 404 || response.status === 410) return null;
      throw new Error(`The site answered ${response.status} for ${address}.`);
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
