import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Command } from 'commander';
import { getPapers, toBibtex, type SourceRecord, type Store } from '@broadsheet/papers';
import { oneOf } from '../arguments.ts';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { bar, makeProgress } from '../progress.ts';
import { buildSite } from '../serve/site-build.ts';
import { withStore } from '../with-store.ts';

const batch = 500;

export function addExport(program: Command): void {
  program
    .command('export')
    .option(
      '--format <form>',
      'jsonl (every record as it came, import reads it back) or bibtex',
      oneOf('jsonl', 'bibtex'),
      'jsonl',
    )
    .option('--out <file>', 'write to a file instead of standard output')
    .argument('[folder]', 'write the whole site into it instead, as pages that need no program')
    .option('--address <url>', 'of the folder: where the pages will stand, for their sitemap')
    .option('--anew', 'of the folder: draw every page again, whatever is there')
    .description('Write all papers in an open format, or the whole site as a folder of still pages.')
    .addHelpText(
      'after',
      examples(
        'broadsheet export --out papers.jsonl',
        'broadsheet export --format bibtex > papers.bib',
        'broadsheet export ./archive --address https://papers.example.org',
      ),
    )
    .action((folder: string | undefined, options: ExportOptions, command: Command) =>
      withStore(command, async (store) => {
        if (folder !== undefined) return exportSite(store, folder, options);
        const out = options.out === undefined ? process.stdout : createWriteStream(options.out);
        const pieces = options.format === 'jsonl' ? recordLines(store) : bibtexEntries(store);
        let count = 0;
        for await (const piece of pieces) {
          await write(out, piece);
          count++;
        }
        if (options.out === undefined) return;
        out.end();
        await once(out, 'finish');
        console.error(
          `${count} ${options.format === 'jsonl' ? 'records' : 'papers'} written to ${options.out}.`,
        );
      }),
    );
}

interface ExportOptions {
  format: 'jsonl' | 'bibtex';
  out?: string;
  address?: string;
  anew?: boolean;
}

/** The whole site as still pages. Interrupted, it goes on when it is asked again. */
async function exportSite(store: Store, folder: string, { address, anew }: ExportOptions): Promise<void> {
  if (address !== undefined && !/^https?:\/\/[^\s]+$/.test(address))
    throw new Failure(
      `“${address}” is no address.`,
      'Write it as https://papers.example.org.',
      exitCodes.usage,
    );
  await buildSite();
  // Loaded when it is needed: it brings the site along.
  const { writeSite } = await import('../archive/write-site.ts');
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const progress = makeProgress();
  const report = await writeSite(store, {
    folder,
    address: address ?? null,
    anew: anew === true,
    now: new Date(),
    signal: stop.signal,
    onProgress: (done, total) =>
      progress.update(`${bar(done / Math.max(1, total))} ${done} of ${total} pages`),
  });
  progress.clear();
  process.off('SIGINT', interrupt);
  process.off('SIGTERM', interrupt);
  if (report.interrupted)
    throw new Failure(
      `Interrupted after ${report.drawn} pages.`,
      `Run the same command again: it goes on where it stopped.`,
      exitCodes.interrupted,
    );
  console.error(
    `${report.pages} pages in ${folder}, ${report.drawn} of them drawn now${report.removed > 0 ? `, ${report.removed} taken away` : ''}. Open ${folder}/index.html.`,
  );
}

async function* recordLines(store: Store): AsyncGenerator<string> {
  for (let last = 0; ;) {
    const rows = await store.query<{ id: number; content: SourceRecord }>(
      `select id, content from records where id > $1 order by id limit ${batch}`,
      [last],
    );
    for (const { content } of rows) yield `${JSON.stringify(content)}\n`;
    last = rows.at(-1)?.id ?? 0;
    if (rows.length < batch) return;
  }
}

async function* bibtexEntries(store: Store): AsyncGenerator<string> {
  for (let last = 0; ;) {
    const rows = await store.query<{ id: number }>(
      `select id from papers where id > $1 order by id limit ${batch}`,
      [last],
    );
    for (const paper of await getPapers(
      store,
      rows.map(({ id }) => id),
    ))
      yield `${toBibtex(paper)}\n`;
    last = rows.at(-1)?.id ?? 0;
    if (rows.length < batch) return;
  }
}

async function write(out: Writable, text: string): Promise<void> {
  if (!out.write(text)) await once(out, 'drain');
}
