import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectionOf, papersOf } from '../data/documents.ts';
import { engines } from './index.ts';

/** What an engine is to do: take these documents, then answer these queries one after another. */
export interface Task {
  engine: string;
  documents: { kind: 'papers'; file: string; count: number } | { kind: 'collection'; folder: string };
  queries: string[];
  /** Results to ask for. */
  limit: number;
  /** After so many minutes it is stopped, whatever it has done. */
  minutes: number;
}

export interface Measured {
  /** From nothing to findable, in milliseconds. */
  indexing: number;
  /** Of each query, in milliseconds, in their order. */
  times: number[];
  rankings: string[][];
  /** Largest resident memory of the process while it took the documents and answered, in bytes. */
  memory: number;
  /** Resident memory after the last query, in bytes. */
  memoryAfter: number;
}

/** Queries that are asked once unmeasured, so that no engine is charged for a cold start. */
const warmUp = 20;

/**
 * Runs one engine in a process of its own, since memory can only be told apart that way.
 * @returns null where it was not done in time.
 */
export async function measure(task: Task): Promise<Measured | null> {
  const child = fork(import.meta.filename, { execArgv: ['--max-old-space-size=8192'] });
  return new Promise((resolve, reject) => {
    let answer: Measured | null | undefined;
    const stop = setTimeout(() => {
      answer ??= null;
      child.kill('SIGKILL');
    }, task.minutes * 60_000);
    child.once('message', (message) => (answer = message as Measured));
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(stop);
      if (answer === undefined) reject(new Error(`${task.engine} ended with code ${code}.`));
      else resolve(answer);
    });
    child.send(task);
  });
}

async function run(task: Task): Promise<Measured> {
  const open = engines[task.engine];
  if (open === undefined) throw new Error(`There is no engine ${task.engine}.`);
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  try {
    const { documents, queries, limit } = task;
    let start = performance.now();
    const engine = await open(folder);
    await engine.index(
      documents.kind === 'papers'
        ? papersOf(documents.file, documents.count)
        : collectionOf(documents.folder),
    );
    const indexing = performance.now() - start;
    for (const query of queries.slice(0, warmUp)) await engine.search(query, limit);
    const times: number[] = [];
    const rankings: string[][] = [];
    for (const query of queries) {
      start = performance.now();
      rankings.push(await engine.search(query, limit));
      times.push(performance.now() - start);
    }
    const memoryAfter = process.memoryUsage.rss();
    await engine.close();
    return { indexing, times, rankings, memory: process.resourceUsage().maxRSS * 1024, memoryAfter };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.send !== undefined && import.meta.main)
  process.once('message', async (task) => {
    const answer = await run(task as Task);
    process.send?.(answer, () => process.disconnect());
  });
