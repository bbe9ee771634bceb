/**
 * How fast papers get into the embedded store, through the same reader and the same merging as `broadsheet import`.
 * Each run has a new store in a process of its own. Tables and their reading: docs/benchmarks.md.
 */
import { fork } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ingest, openStore, readPapers } from '@broadsheet/papers';
import { papersFile } from './data/places.ts';
import { median } from './median.ts';
import { table } from './table.ts';

interface Run {
  /** To open the new, empty store, in milliseconds. */
  opening: number;
  /** From the first record to the end, in milliseconds. */
  first: number;
  /** The same file once more, when everything is there already. */
  again: number;
  papers: number;
  rejected: number;
  /** Resident memory in bytes: the largest while the store is made, and the largest while papers come in. */
  memoryOpening: number;
  memory: number;
}

export async function benchIngest(options: {
  data: string;
  papers: number;
  rounds: number;
}): Promise<string> {
  const file = papersFile(options.data);
  const runs: Run[] = [];
  for (let round = 1; round <= options.rounds; round++) {
    process.stderr.write(`round ${round} of ${options.rounds}: ingest\n`);
    runs.push(await inItsOwnProcess(file, options.papers));
  }
  const of = (read: (run: Run) => number) => median(runs.map(read));
  const rate = (papers: number, ms: number) =>
    `${Math.round((papers / ms) * 1000).toLocaleString('en')} papers/s`;
  return [
    `Median of ${options.rounds}:`,
    '',
    table(
      ['', ''],
      [
        ['papers', of((run) => run.papers).toLocaleString('en')],
        ['rejected', String(of((run) => run.rejected))],
        ['new store opened in', `${(of((run) => run.opening) / 1000).toFixed(1)} s`],
        [
          'first ingest',
          rate(
            of((run) => run.papers),
            of((run) => run.first),
          ),
        ],
        [
          'the same again',
          rate(
            of((run) => run.papers),
            of((run) => run.again),
          ),
        ],
        ['peak memory of the ingest', `${Math.round(of((run) => run.memory) / 2 ** 20)} MiB`],
        ['peak memory of making the store', `${Math.round(of((run) => run.memoryOpening) / 2 ** 20)} MiB`],
      ],
    ),
  ].join('\n');
}

function inItsOwnProcess(file: string, papers: number): Promise<Run> {
  // As the product's own scripts start Node.
  const child = fork(import.meta.filename, { execArgv: ['--max-semi-space-size=8'] });
  return new Promise((resolve, reject) => {
    let answer: Run | undefined;
    child.once('message', (message) => (answer = message as Run));
    child.once('error', reject);
    child.once('exit', (code) =>
      answer === undefined ? reject(new Error(`The ingest ended with code ${code}.`)) : resolve(answer),
    );
    child.send({ file, papers });
  });
}

async function run(file: string, papers: number): Promise<Run> {
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  try {
    let start = performance.now();
    const store = await openStore({ home, databaseUrl: '' });
    const opening = performance.now() - start;
    const memoryOpening = process.resourceUsage().maxRSS * 1024;
    let memory = 0;
    const watch = () => (memory = Math.max(memory, process.memoryUsage.rss()));
    const take = async () => {
      start = performance.now();
      const report = await ingest(store, first(papers, file), {
        kind: 'import',
        origin: basename(file),
        onProgress: watch,
      });
      watch();
      return { report, took: performance.now() - start };
    };
    const { report, took } = await take();
    const { took: again } = await take();
    await store.close();
    return {
      opening,
      first: took,
      again,
      papers: report.accepted,
      rejected: report.rejected,
      memoryOpening,
      memory,
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function* first(count: number, file: string) {
  let given = 0;
  for await (const item of readPapers(createReadStream(file), { name: basename(file) })) {
    if (given++ === count) return;
    yield item;
  }
}

if (process.send !== undefined && import.meta.main)
  process.once('message', async (task) => {
    const { file, papers } = task as { file: string; papers: number };
    const answer = await run(file, papers);
    process.send?.(answer, () => process.disconnect());
  });
