import { join } from 'node:path';
import type { Command } from 'commander';
import { loadEditions, openStore, refreshTrending, type Store } from '@broadsheet/papers';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { bar, makeProgress } from '../progress.ts';
import { root } from '../root.ts';
import { readPort, requireFreePort } from '../serve/port.ts';
import { serve } from '../serve/serve.ts';
import { buildSite } from '../serve/site-build.ts';
import { homeOf } from '../with-store.ts';

const day = 86_400_000;

export function addStart(program: Command): void {
  program
    .command('start')
    .description('Start the site; the first time, load the first edition and a sample.')
    .option('--port <number>', 'port to listen on (default: $PORT or 3000)')
    .option('--host <address>', 'address to listen on (default: $HOST or 127.0.0.1)')
    .addHelpText(
      'after',
      examples(
        'broadsheet start',
        'broadsheet start --port 8080 --host 0.0.0.0',
        'DATABASE_URL=postgres://me@localhost/papers broadsheet start',
      ),
    )
    .action(async (options: { port?: string; host?: string }, command: Command) => {
      const host = options.host ?? (process.env['HOST'] || '127.0.0.1');
      const port = readPort(options.port ?? (process.env['PORT'] || '3000'));
      // Before the slow work: nobody should wait for a site that cannot listen.
      await requireFreePort(port, host);
      const home = homeOf(command);
      const store = await openStore(home === undefined ? {} : { home });
      try {
        for (const notice of store.notices) console.error(notice);
        await Promise.all([prepare(store), buildSite()]);
        await run(store, host, port);
      } catch (error) {
        await store.close();
        throw error;
      }
    });
}

/** Fills a new store, with a bar that shows how far it is. */
async function prepare(store: Store): Promise<void> {
  const progress = makeProgress();
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  const { loaded } = await loadEditions(store, {
    dataDir: join(root, 'data'),
    signal: stop.signal,
    onProgress: ({ part, done, total }) => progress.update(`${part.padEnd(14)} ${bar(done / total)}`),
  });
  progress.clear();
  process.removeListener('SIGINT', interrupt);
  if (stop.signal.aborted) {
    throw new Failure(
      'Interrupted while loading; the next start goes on where this one stopped.',
      undefined,
      exitCodes.interrupted,
    );
  }
  if (loaded) console.log('The first edition and the sample are loaded.');
}

async function run(store: Store, host: string, port: number): Promise<void> {
  const running = await serve(store, host, port);
  // Fields grow busier and papers older: once a day their scores are made anew.
  const daily = setInterval(() => void refreshTrending(store, { now: new Date() }).catch(console.error), day);
  daily.unref();
  const address = `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;
  console.log(`
Broadsheet is on ${address}
Its data lie in ${store.location}

Try next:
  ${address}/search?q=contrastive+learning
  npm run broadsheet -- import your-papers.bib
  npm run broadsheet -- help
`);
  await running.ended;
  clearInterval(daily);
  await store.close();
}
