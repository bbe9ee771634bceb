import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const root = join(import.meta.dirname, '../..');
/** What pages may ask for. */
const served = /^\/(packages\/tensor\/(src|built)|tests\/tensor\/page)\/[\w./-]+\.(ts|wasm)$/;

export interface Served {
  readonly address: string;
  close(): Promise<void>;
}

/**
 * The package's sources as modules that a browser takes: types are blanked out, nothing is bundled. `/` is an empty page.
 * @param isolated whether pages are cut off from other origins, as shared memory demands.
 */
export async function servePackage(isolated: boolean): Promise<Served> {
  const server = createServer((request, response) => {
    if (isolated) {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    }
    void answer(request.url ?? '/').then(({ status, type, body }) => {
      response.writeHead(status, { 'Content-Type': type });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => closed(server),
  };
}

async function answer(path: string): Promise<{ status: number; type: string; body: string | Buffer }> {
  if (path === '/')
    return {
      status: 200,
      type: 'text/html',
      body: '<!doctype html><link rel="icon" href="data:,"><title>Tensors</title>',
    };
  if (!served.test(path) || normalize(path) !== path)
    return { status: 404, type: 'text/plain', body: 'Not here.' };
  const content = await readFile(join(root, path)).catch(() => null);
  if (content === null) return { status: 404, type: 'text/plain', body: 'Not here.' };
  if (extname(path) === '.wasm') return { status: 200, type: 'application/wasm', body: content };
  return { status: 200, type: 'text/javascript', body: stripTypeScriptTypes(content.toString()) };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
