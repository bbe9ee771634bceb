import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import {
  formats,
  ingest,
  listRejects,
  readPapers,
  refreshTrending,
  type Format,
  type IngestReport,
  type KeptReject,
  type Store,
} from '@broadsheet/papers';
import { oneOf, wholeNumber } from '../arguments.ts';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { encodeNew } from '../learn/encode-new.ts';
import { plain, print, printJson } from '../print.ts';
import { bar, makeProgress } from '../progress.ts';
import { withStore } from '../with-store.ts';

interface ImportOptions {
  format?: Format;
  json?: boolean;
}

const shownRejects = 5;

export function addImport(program: Command): void {
  withImportOptions(program.command('import'))
    .argument('<file...>', 'files of papers; - is standard input')
    .description('Take papers in from files. The kind of each file is recognised; .gz is unpacked.')
    .addHelpText(
      'after',
      examples(
        'broadsheet import library.bib export.ris',
        'broadsheet import papers.jsonl.gz --json',
        'curl … | broadsheet import -',
      ),
    )
    .addHelpText(
      'after',
      '\nKinds: the stored Daily Papers page, JSON Lines, Hugging Face daily_papers JSON,\narXiv Atom and RSS, OAI-PMH XML, BibTeX, RIS.',
    )
    .action((files: string[], options: ImportOptions, command: Command) => {
      requireFiles(files);
      return withStore(command, (store) => importAll(store, files, options));
    });
}

export function addIngest(program: Command): void {
  withImportOptions(program.command('ingest'))
    .argument('[file...]', 'files of papers, as for import')
    .option('--rejects', 'list what could not be taken, newest first')
    .option('--limit <number>', 'rejects to list', wholeNumber(1, 100_000), 50)
    .description('The same as import; with --rejects, list the records that could not be taken.')
    .addHelpText(
      'after',
      examples('broadsheet ingest --rejects', 'broadsheet ingest --rejects --json --limit 1000'),
    )
    .action(
      (files: string[], options: ImportOptions & { rejects?: boolean; limit: number }, command: Command) => {
        if (options.rejects !== true) requireFiles(files);
        return withStore(command, async (store) => {
          if (options.rejects !== true) return importAll(store, files, options);
          const rejects = await listRejects(store, { limit: options.limit });
          if (options.json) printJson(rejects);
          else if (rejects.length === 0) print('Nothing was rejected.');
          else rejects.forEach(printReject);
        });
      },
    );
}

function withImportOptions(command: Command): Command {
  return command
    .option('--format <kind>', `do not recognise: ${formats.join(', ')}`, oneOf(...formats))
    .option('--json', 'print the result as JSON');
}

/** Complains before the store is opened, which takes longer. */
function requireFiles(files: readonly string[]): void {
  if (files.length === 0)
    throw new Failure('Which file?', 'Name one or more, or - for standard input.', exitCodes.usage);
  files.forEach(requireFile);
}

async function importAll(store: Store, files: readonly string[], options: ImportOptions): Promise<void> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  const results: ({ file: string } & IngestReport)[] = [];
  for (const file of files) {
    if (stop.signal.aborted) break;
    const report = await importOne(store, file, options, stop.signal);
    results.push({ file, ...report });
    if (options.json !== true) await printReport(store, file, report);
  }
  if (results.some((result) => result.created > 0)) await refreshTrending(store, { now: new Date() });
  await encodeNew(store, stop.signal);
  process.removeListener('SIGINT', interrupt);
  if (options.json) printJson(results);
  else if (stop.signal.aborted)
    print('Interrupted. What was read stands; run the same command again to go on.');
  if (stop.signal.aborted) process.exitCode = exitCodes.interrupted;
  else if (results.some((result) => result.rejected > 0)) process.exitCode = exitCodes.rejects;
}

function requireFile(file: string): void {
  if (file === '-') return;
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined)
    throw new Failure(
      `There is no file ${file}.`,
      'Check the name, and the folder you are in.',
      exitCodes.usage,
    );
  if (found.isDirectory())
    throw new Failure(`${file} is a folder.`, `Name the files in it: ${file}/*`, exitCodes.usage);
}

async function importOne(
  store: Store,
  file: string,
  { format }: ImportOptions,
  signal: AbortSignal,
): Promise<IngestReport> {
  const progress = makeProgress();
  const name = file === '-' ? 'standard input' : basename(file);
  const size = file === '-' ? 0 : statSync(file).size;
  const stream = file === '-' ? process.stdin : createReadStream(file);
  let bytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  const started = performance.now();
  try {
    return await ingest(store, readPapers(counted(), { name, ...(format ? { format } : {}) }), {
      kind: 'import',
      origin: name,
      signal,
      onProgress: ({ read, rejected }) => {
        const rate = Math.round(read / ((performance.now() - started) / 1000));
        progress.update(
          `${name} ${size > 0 ? bar(bytes / size) : ''} ${read} records, ${rate}/s${rejected > 0 ? `, ${rejected} rejected` : ''}`,
        );
      },
    });
  } finally {
    progress.clear();
  }
}

async function printReport(store: Store, file: string, report: IngestReport): Promise<void> {
  const { read, created, merged, unchanged, rejected } = report;
  const parts = [
    `${created} new ${created === 1 ? 'paper' : 'papers'}`,
    `${unchanged} unchanged ${unchanged === 1 ? 'record' : 'records'}`,
    ...(merged > 0 ? [`${merged} merged`] : []),
    `${rejected} rejected`,
  ];
  print(`${file}: ${read} records read: ${parts.join(', ')}.`);
  if (rejected === 0) return;
  for (const reject of await listRejects(store, { batchId: report.batchId, limit: shownRejects }))
    printReject(reject);
  if (rejected > shownRejects) print(`and ${rejected - shownRejects} more: broadsheet ingest --rejects`);
}

function printReject({ origin, source, position, field, reason }: KeptReject): void {
  print(
    `  ${plain(origin)}, ${plain(position)} (${plain(source)}${field === null ? '' : `, ${plain(field)}`}): ${plain(reason)}`,
  );
}
