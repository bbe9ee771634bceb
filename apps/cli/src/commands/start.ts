import { join } from 'node:path';
import type { Command } from 'commander';
import { learningDue, useShippedEncoder, type PretrainedSettings } from '@broadsheet/learn';
import { loadEditions, openStore, refreshTrending, type Store } from '@broadsheet/papers';
import { auditWhenDue } from '@broadsheet/people';
import type { SourceSettings } from '@broadsheet/sources';
import { now } from '../clock.ts';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { bar, makeProgress, type Progress } from '../progress.ts';
import { root } from '../root.ts';
import { readPort, requireFreePort } from '../serve/port.ts';
import { serve } from '../serve/serve.ts';
import { buildSite } from '../serve/site-build.ts';
import { startEncodeWork } from '../jobs/encode-work.ts';
import { startMailWork } from '../jobs/mail-work.ts';
import { startWork } from '../jobs/start-work.ts';
import { shippedEncoder } from '../learn/shipped-encoder.ts';
import { firstOwnerLink } from '../accounts/first-owner-link.ts';
import { openMail, type OpenMail } from '../mail/open-mail.ts';
import { chosenSources, wantedEncoder } from '../settings.ts';
import { homeOf } from '../with-store.ts';

const day = 86_400_000;
const tenMinutes = 600_000;

export function addStart(program: Command): void {
  program
    .command('start')
    .description('Start the site; the first time, load the first edition and a sample.')
    .option('--port <number>', 'port to listen on (default: $PORT or 3000)')
    .option('--host <address>', 'address to listen on (default: $HOST or 127.0.0.1)')
    .option('--gather', 'gather each day’s papers from arXiv and Hugging Face, where no source was chosen')
    .addHelpText(
      'after',
      examples(
        'broadsheet start',
        'broadsheet start --gather',
        'broadsheet start --port 8080 --host 0.0.0.0',
        'DATABASE_URL=postgres://me@localhost/papers broadsheet start',
      ),
    )
    .action(async (options: { port?: string; host?: string; gather?: boolean }, command: Command) => {
      const host = options.host ?? (process.env['HOST'] || '127.0.0.1');
      const port = readPort(options.port ?? (process.env['PORT'] || '3000'));
      // Before the slow work: nobody should wait for a site that cannot listen.
      await requireFreePort(port, host);
      const settings = await chosenSources({ usual: options.gather === true });
      const wanted = await wantedEncoder();
      const home = homeOf(command);
      const store = await openStore(home === undefined ? {} : { home });
      try {
        for (const notice of store.notices) console.error(notice);
        const mail = await openMail(store, addressOf(host, port));
        await Promise.all([prepare(store), buildSite()]);
        await run({ store, settings, mail, wanted, host, port });
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
  await prepareEncoder(store, stop.signal, progress);
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

/** Papers are found by meaning from the first page of search on. Without that there is still search by words. */
async function prepareEncoder(store: Store, signal: AbortSignal, progress: Progress): Promise<void> {
  const model = shippedEncoder();
  if (model === null || signal.aborted) return;
  try {
    await useShippedEncoder(store, model, {
      signal,
      onProgress: ({ done, total }) => progress.update(`${'Encoder'.padEnd(14)} ${bar(done / total)}`),
    });
  } catch (error) {
    progress.clear();
    console.error(
      `The encoder that comes with the program cannot be used: ${error instanceof Error ? error.message : String(error)} Search goes by words.`,
    );
  }
}

interface Running {
  store: Store;
  settings: SourceSettings;
  mail: OpenMail;
  wanted: PretrainedSettings | null;
  host: string;
  port: number;
}

async function run({ store, settings, mail, wanted, host, port }: Running): Promise<void> {
  const { theme, template } = mail;
  // Before it serves, so that it says where it is as soon as it is there.
  const [ownerLink, learning] = await Promise.all([firstOwnerLink(store, mail.site), learningAdvice(store)]);
  const running = await serve(store, { theme, template }, host, port);
  // On a server, workers gather, encode and send: any number of them, beside any number of sites.
  const own = store.kind === 'embedded';
  const work = own && settings.chosen.length > 0 ? await startWork(store, settings) : null;
  const mailWork = own ? startMailWork(store, mail) : null;
  const encodeWork = own ? startEncodeWork(store, wanted) : null;
  // Fields grow busier and papers older: once a day their scores are made anew.
  const daily = setInterval(() => void refreshTrending(store, { now: new Date() }).catch(console.error), day);
  daily.unref();
  // Whichever process asks first looks through the votes; so soon may an editor know of a burst.
  const audits = setInterval(() => void auditWhenDue(store, now()).catch(console.error), tenMinutes);
  audits.unref();
  const address = addressOf(host, port);
  console.log(`
Broadsheet is on ${address}
Its data lie in ${store.location}

Try next:
  ${address}/search?q=contrastive+learning
${mailAdvice(mail, address)}
${gatheringAdvice(store, settings)}
${learning}  npm run broadsheet -- import your-papers.bib
  npm run broadsheet -- help
${ownerLink === null ? '' : `\nNobody owns this site yet. Whoever opens this link within a day may:\n  ${ownerLink}\n`}`);
  await running.ended;
  clearInterval(daily);
  clearInterval(audits);
  await Promise.all([work?.stop(), mailWork?.stop(), encodeWork?.stop()]);
  if (mailWork === null) await mail.close();
  await store.close();
}

/** Where a browser on this machine finds the site. */
function addressOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** Where mails can be read while there is no server to send them. */
function mailAdvice({ settings: { smtp } }: OpenMail, address: string): string {
  return smtp === null
    ? `  ${address}/subscribe      mails lie in ${address}/admin/outbox until SMTP_URL is set`
    : `  ${address}/subscribe      mails go out by ${smtp.host}`;
}

/** What to do for fresh papers, or what is being done. */
function gatheringAdvice(store: Store, { chosen }: SourceSettings): string {
  const names = chosen.map(({ source }) => source.name).join(', ');
  if (chosen.length === 0)
    return '  npm start -- --gather            each day’s papers from arXiv and Hugging Face';
  return store.kind === 'embedded'
    ? `  npm run broadsheet -- sources    gathering from ${names}`
    : `  npm run broadsheet -- work       to gather from ${names}`;
}

/** Most papers are newer than what finds them by meaning: a line of its own, or nothing. */
async function learningAdvice(store: Store): Promise<string> {
  const due = await learningDue(store);
  if (due === null) return '';
  return `  npm run broadsheet -- learn      ${due.since.toLocaleString('en')} of ${due.papers.toLocaleString('en')} papers are newer than the encoder that finds them by meaning\n`;
}
