/**
 * How fast, and with how much memory, all of arXiv would come in: a synthetic arXiv is harvested by the real source,
 * through the real HTTP client, into a new embedded store, as `broadsheet gather arxiv --from 2005-09-16 --sets all`
 * does. The question is whether anything grows with the number of papers that are there already. Tables and their
 * reading: docs/benchmarks.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOaiServer } from './arxiv/oai-server.ts';
import { harvest, type HarvestEnd, type Sample } from './harvest.ts';
import { slope } from './slope.ts';
import { table } from './table.ts';

const pageSize = 2500;
const usualEvery = 50_000;
const mostRows = 10;
/** Before that, a process is still warming up. */
const enoughForSlope = 100_000;

/** Measures until the end, or until Ctrl-C: what there is by then is told. */
export async function benchGather({ papers }: { papers: number }): Promise<string> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  const server = await startOaiServer({ papers, until: new Date().toISOString().slice(0, 10) });
  const samples: Sample[] = [];
  try {
    const end = await harvest(
      { home, baseUrl: server.url, every: everyFor(papers) },
      {
        signal: stop.signal,
        onSample: (sample) => {
          samples.push(sample);
          process.stderr.write(`${row(sample).join('  ')}\n`);
        },
      },
    );
    return told(papers, samples, end);
  } finally {
    server.close();
    rmSync(home, { recursive: true, force: true });
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
  }
}

/** Whole pages. Of few papers there should be some samples too. */
function everyFor(papers: number): number {
  return Math.min(usualEvery, Math.ceil(papers / mostRows / pageSize) * pageSize);
}

function told(papers: number, samples: readonly Sample[], end: HarvestEnd | null): string {
  const reached = (samples.at(-1)?.records ?? 0).toLocaleString('en');
  return [
    end === null
      ? `Interrupted behind ${reached} of ${papers.toLocaleString('en')} records:`
      : `${reached} records, a page of ${pageSize.toLocaleString('en')} at a time, without pauses between requests:`,
    '',
    table(['records', 'since the row above', 'memory', 'data folder'], joined(samples).map(row), 0),
    '',
    growth(samples),
    ...(end === null ? [] : ['', ending(end)]),
  ].join('\n');
}

function growth(samples: readonly Sample[]): string {
  if ((samples.at(-1)?.records ?? 0) < enoughForSlope)
    return `Below ${enoughForSlope.toLocaleString('en')} records there is no saying whether anything grows.`;
  const over = (read: (sample: Sample) => number) =>
    slope(samples.map((sample) => [sample.records / 1e6, read(sample)]));
  return (
    `For each further million records: ${signed(over(rateOf))} records/s, ` +
    `${signed(over(({ memory }) => memory / 2 ** 20))} MiB of memory (least squares over ${samples.length} samples).`
  );
}

function ending({ opening, finishing, report: { created, rejected, failure } }: HarvestEnd): string {
  return [
    `${created.toLocaleString('en')} new papers, ${rejected.toLocaleString('en')} rejected. `,
    `New store opened in ${seconds(opening)}; statistics and scores behind the last record in ${seconds(finishing)}.`,
    ...(failure === null ? [] : [` It stopped early: ${failure.message}`]),
  ].join('');
}

/** As few rows as can be read, each over the samples since the row above. */
function joined(samples: readonly Sample[]): Sample[] {
  const each = Math.ceil(samples.length / mostRows);
  const rows: Sample[] = [];
  for (let at = 0; at < samples.length; at += each) {
    rows.push(
      samples.slice(at, at + each).reduce((sum, sample) => ({
        ...sample,
        fresh: sum.fresh + sample.fresh,
        took: sum.took + sample.took,
        memory: Math.max(sum.memory, sample.memory),
      })),
    );
  }
  return rows;
}

function row(sample: Sample): string[] {
  return [
    sample.records.toLocaleString('en'),
    `${Math.round(rateOf(sample)).toLocaleString('en')} records/s`,
    mebibytes(sample.memory),
    mebibytes(sample.folder),
  ];
}

function rateOf({ fresh, took }: Sample): number {
  return (fresh / took) * 1000;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const mebibytes = (bytes: number) => `${Math.round(bytes / 2 ** 20).toLocaleString('en')} MiB`;
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
