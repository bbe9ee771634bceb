// Serves the page on this machine alone: npm run digits:page -w packages/tensor. Nothing is built: types are blanked out as
// files are asked for.
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join, normalize } from 'node:path';
import { parseArgs } from 'node:util';
import manifest from '../../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../../..');
const home = '/examples/digits/page/index.html';
const served = /^\/(src|built|examples\/digits)\/[\w./-]+$/;
/** The digits lie beside the package, where others learn from them too. */
const digits = '/data/digits.safetensors.gz';
const types: Readonly<Record<string, string>> = {
  '.ts': 'text/javascript',
  '.html': 'text/html',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.gz': 'application/octet-stream',
};

const { values } = parseArgs({ options: { port: { type: 'string', default: '4180' } } });

const server = createServer(({ url = '/' }, response) => {
  // Shared memory, and with it threads, is only for pages that are cut off from other origins.
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
  void answer(new URL(url, 'http://localhost'), response);
});
server.on('error', ({ message }) => {
  process.stderr.write(`${message}\nAnother port: npm run digits:page -w packages/tensor -- --port 4181\n`);
  process.exitCode = 1;
});
server.listen(Number(values.port), '127.0.0.1', () =>
  process.stdout.write(`http://127.0.0.1:${values.port}/ is the page; Ctrl-C ends it.\n`),
);

async function answer({ pathname, search }: URL, response: ServerResponse): Promise<void> {
  if (pathname === '/') return void response.writeHead(302, { Location: home + search }).end();
  const type = types[extname(pathname)];
  const inPackage = served.test(pathname) && normalize(pathname) === pathname;
  const folder = pathname === digits ? join(root, '../..') : inPackage ? root : null;
  const content = folder === null ? null : await readFile(join(folder, pathname)).catch(() => null);
  if (content === null || type === undefined) return void response.writeHead(404).end('Not here.');
  response.writeHead(200, { 'Content-Type': type });
  response.end(extname(pathname) === '.ts' ? asScript(content.toString()) : content);
}

/** Workers know no import maps, so the package's names are replaced by addresses. */
function asScript(source: string): string {
  const script = stripTypeScriptTypes(source);
  return script.replaceAll(
    /(?<= from ')@broadsheet\/tensor(\/\w+)?(?=')/g,
    (name, door: string | undefined) => {
      const file = (manifest.exports as Record<string, string>)[`.${door ?? ''}`];
      return file === undefined ? name : file.replace('.', '');
    },
  );
}
