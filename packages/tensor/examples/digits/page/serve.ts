// Serves the page on this machine alone: npm run digits:page -w packages/tensor.
import { parseArgs } from 'node:util';
import { serveSources } from '../../serve-sources.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '4180' } } });

const server = serveSources({
  // The digits lie beside the package, where others learn from them too.
  served: /^\/(packages\/tensor\/(src|built|examples\/digits)\/[\w./-]+|data\/digits\.safetensors\.gz)$/,
  home: '/packages/tensor/examples/digits/page/index.html',
  isolated: true,
});
server.on('error', ({ message }) => {
  process.stderr.write(`${message}\nAnother port: npm run digits:page -w packages/tensor -- --port 4181\n`);
  process.exitCode = 1;
});
server.listen(Number(values.port), '127.0.0.1', () =>
  process.stdout.write(`http://127.0.0.1:${values.port}/ is the page; Ctrl-C ends it.\n`),
);
