/**
 * Broadsheet's search beside the engines that somebody would otherwise build in: the same documents and queries, each
 * engine in its own process, in turn, several rounds. Tables and their reading: docs/benchmarks.md.
 */
import { ndcg } from '@broadsheet/judge';
import { judgedFolder, papersFile } from './data/places.ts';
import { papersOf } from './data/documents.ts';
import { judgedQueries } from './data/judgements.ts';
import { knownItems, type KnownItem } from './data/known-items.ts';
import { engines } from './engines/index.ts';
import { measure, type Measured, type Task } from './engines/measure.ts';
import { median, percentile } from './median.ts';
import { table } from './table.ts';

const depth = 10;
const collections = { cranfield: 'Cranfield', cisi: 'CISI' };

export interface SearchOptions {
  data: string;
  papers: number;
  queries: number;
  rounds: number;
  /** For one engine in one round at most. */
  minutes: number;
}

/** Latency, memory and indexing time over many papers, and how often the meant paper is among the first ten. */
export async function benchKnownItems({
  data,
  papers,
  queries,
  rounds,
  minutes,
}: SearchOptions): Promise<string> {
  const file = papersFile(data);
  const total = await count(papersOf(file, papers));
  const items = await knownItems(papersOf(file, papers), total, queries);
  const measured = await inRounds(rounds, {
    documents: { kind: 'papers', file, count: papers },
    queries: items.map(({ text }) => text),
    limit: 20,
    minutes,
  });
  const rows = Object.entries(measured).map(([engine, runs]) =>
    runs.length < rounds
      ? [engine, `not done in ${minutes} min`, '', '', '', '', '']
      : [
          engine,
          seconds(median(runs.map(({ indexing }) => indexing))),
          mebibytes(median(runs.map(({ memory }) => memory))),
          mebibytes(median(runs.map(({ memoryAfter }) => memoryAfter))),
          milliseconds(median(runs.map(({ times }) => median(times)))),
          milliseconds(median(runs.map(({ times }) => percentile(times, 0.95)))),
          foundShare(runs[0]?.rankings ?? [], items).toFixed(3),
        ],
  );
  return [
    `${total.toLocaleString('en')} papers, ${items.length} queries of two to eight words from their titles, median of ${rounds}:`,
    '',
    table(
      ['engine', 'indexing', 'peak memory', 'memory after', 'median', 'p95', `meant paper in first ${depth}`],
      rows,
    ),
  ].join('\n');
}

/** nDCG@10 on judged collections. */
export async function benchJudged({ data, rounds, minutes }: SearchOptions): Promise<string> {
  const parts: string[] = [];
  for (const [name, title] of Object.entries(collections)) {
    const folder = judgedFolder(data, name);
    const queries = await judgedQueries(folder);
    const measured = await inRounds(rounds, {
      documents: { kind: 'collection', folder },
      queries: queries.map(({ text }) => text),
      limit: depth,
      minutes,
    });
    const rows = Object.entries(measured).map(([engine, runs]) => {
      const rankings = runs[0]?.rankings ?? [];
      const scores = queries.map(({ grades }, at) => ndcg(rankings[at] ?? [], grades, depth));
      return [
        engine,
        (scores.reduce((sum, score) => sum + score, 0) / scores.length).toFixed(3),
        milliseconds(median(runs.map(({ times }) => median(times)))),
        milliseconds(median(runs.map(({ times }) => percentile(times, 0.95)))),
      ];
    });
    parts.push(
      `${title}, ${queries.length} judged queries, median of ${rounds}:`,
      '',
      table(['engine', `nDCG@${depth}`, 'median', 'p95'], rows),
      '',
    );
  }
  return parts.join('\n').trimEnd();
}

/** Every engine once in each round, so that a slow spell of the machine strikes all alike. */
async function inRounds(rounds: number, task: Omit<Task, 'engine'>): Promise<Record<string, Measured[]>> {
  const measured: Record<string, Measured[]> = {};
  for (let round = 1; round <= rounds; round++)
    for (const engine of Object.keys(engines)) {
      process.stderr.write(`round ${round} of ${rounds}: ${engine}\n`);
      const runs = (measured[engine] ??= []);
      // Who was not done once will not be done in other rounds.
      if (runs.length < round - 1) continue;
      const run = await measure({ ...task, engine });
      if (run !== null) runs.push(run);
    }
  return measured;
}

async function count(documents: AsyncIterable<unknown>): Promise<number> {
  const iterator = documents[Symbol.asyncIterator]();
  let total = 0;
  while (!(await iterator.next()).done) total++;
  return total;
}

function foundShare(rankings: readonly string[][], items: readonly KnownItem[]): number {
  const found = items.filter(({ id }, at) => rankings[at]?.slice(0, depth).includes(id));
  return found.length / items.length;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const milliseconds = (ms: number) => `${ms.toFixed(1)} ms`;
const mebibytes = (bytes: number) => `${Math.round(bytes / 2 ** 20).toLocaleString('en')} MiB`;
