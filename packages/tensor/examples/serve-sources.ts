import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join, normalize } from 'node:path';
import manifest from '../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../../..');
const types: Readonly<Record<string, string>> = {
  '.ts': 'text/javascript',
  '.html': 'text/html',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.gz': 'application/octet-stream',
};

export interface SourceOptions {
  /** Which files may be asked for, by their paths in the repository: `/packages/tensor/src/index.ts`. */
  readonly served: RegExp;
  /** Where `/` leads; without it, `/` is an empty page. */
  readonly home?: string;
  /** Whether pages are cut off from other origins, as shared memory, and with it threads, demands. */
  readonly isolated: boolean;
}

/** A server that does not listen yet. Nothing is built: types are blanked out as files are asked for. */
export function serveSources({ served, home, isolated }: SourceOptions): Server {
  return createServer(({ url = '/' }, response) => {
    if (isolated) {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    }
    const { pathname, search } = new URL(url, 'http://localhost');
    if (pathname !== '/') void answer(served.test(pathname) ? pathname : '', response);
    else if (home !== undefined) response.writeHead(302, { Location: home + search }).end();
    else
      response
        .writeHead(200, { 'Content-Type': types['.html'] })
        .end('<!doctype html><link rel="icon" href="data:,"><title>Tensors</title>');
  });
}

async function answer(path: string, response: ServerResponse): Promise<void> {
  const type = types[extname(path)];
  const known = type !== undefined && normalize(path) === path;
  const content = known ? await readFile(join(root, path)).catch(() => null) : null;
  if (content === null || type === undefined) return void response.writeHead(404).end('Not here.');
  response.writeHead(200, { 'Content-Type': type });
  response.end(extname(path) === '.ts' ? asScript(content.toString()) : content);
}

/** Workers know no import maps, so the package's names are replaced by addresses. */
function asScript(source: string): string {
  const script = stripTypeScriptTypes(source);
  return script.replaceAll(
    /(?<= from ')@broadsheet\/tensor(\/\w+)?(?=')/g,
    (name, door: string | undefined) => {
      const file = (manifest.exports as Record<string, string>)[`.${door ?? ''}`];
      return file === undefined ? name : file.replace('.', '/packages/tensor');
    },
  );
}
