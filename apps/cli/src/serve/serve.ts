import { createServer, type RequestListener } from 'node:http';
import { pathToFileURL } from 'node:url';
import type { MailTemplate, MailTheme } from '@broadsheet/mail';
import type { Store } from '@broadsheet/papers';
import { setAssetHeaders } from './asset-headers.ts';
import { siteHandler } from './site-build.ts';

/** How long running requests may take to finish once the end was asked for. */
const patience = 10_000;

/** Set on every request by this server; what a client sends under this name is overwritten. */
const protocolHeader = 'x-broadsheet-protocol';

/**
 * Serves the built site from this process. SIGINT or SIGTERM ends it: no new connections, running requests finish, at
 * most ten seconds; a second one ends it at once.
 */
export async function serve(
  store: Store,
  mail: { theme: MailTheme; template: MailTemplate },
  host: string,
  port: number,
): Promise<{ ended: Promise<void> }> {
  // The largest that is brought anywhere, an account's archive; lib/server/limits/body-size.ts says what each page takes.
  process.env['BODY_SIZE_LIMIT'] ??= '33M';
  // The built site takes every request for https unless a header says otherwise; here it is known.
  process.env['PROTOCOL_HEADER'] ??= protocolHeader;
  const protocol = process.env['SITE_URL']?.startsWith('https:') === true ? 'https' : 'http';
  const shelf = globalThis as Record<symbol, unknown>;
  shelf[Symbol.for('broadsheet.store')] = store;
  shelf[Symbol.for('broadsheet.mail')] = mail;
  const { handler } = (await import(pathToFileURL(siteHandler).href)) as { handler: RequestListener };
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 5_000, maxHeaderSize: 32_768 },
    (request, response) => {
      request.headers[protocolHeader] = protocol;
      setAssetHeaders(request.url ?? '', response);
      handler(request, response);
    },
  );
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, listening);
  });
  const ended = new Promise<void>((done) => {
    let asked = false;
    const end = () => {
      if (asked) process.exit(130);
      asked = true;
      server.close(() => done());
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), patience).unref();
    };
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
  });
  return { ended };
}
