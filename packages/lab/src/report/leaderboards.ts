import { canonicalJson } from '../run/plan-hash.ts';
import type { LabRecord, RunRecord } from '../run/run-record.ts';
import { spreadOf, type Spread } from './spread.ts';

/** Runs of one plan with several seeds. */
export interface Standing {
  readonly method: string;
  readonly plan: RunRecord['plan'];
  readonly seeds: readonly number[];
  /** Every metric that all of its runs have. */
  readonly metrics: Readonly<Record<string, Spread>>;
  /** The row and the file, without its folder, of each record. */
  readonly records: readonly { readonly row: string; readonly file: string }[];
}

/** What was measured on the same data: the same inputs to learn from, and the same test part. */
export interface Leaderboard {
  readonly data: RunRecord['data'];
  /** What its order goes by, the best first. */
  readonly metric: string;
  readonly standings: readonly Standing[];
}

/** By the first of these that a data set's runs have. */
const orders = ['linearProbe', 'rSquared', 'single', 'rankMe'];

/**
 * All runs by the data that they were measured on, those of one plan together over its seeds. The same run may have been
 * recorded for several rows: it counts once. Runs on a part held out for choosing are left out, since nothing else was
 * measured on it.
 */
export function leaderboards(
  records: Iterable<{ readonly row: string; readonly file: string; readonly record: LabRecord }>,
): Leaderboard[] {
  const byData = new Map<
    string,
    Map<string, Map<string, { row: string; file: string; record: RunRecord }>>
  >();
  for (const { row, file, record } of records) {
    if (record.kind !== 'run' || record.plan.data.validation === true) continue;
    const plan = { ...record.plan, seed: null };
    const { checksum, train, test } = record.data;
    const data = at(byData, canonicalJson([checksum, train, test]));
    const same = at(data, canonicalJson(plan));
    if (!same.has(record.hash)) same.set(record.hash, { row, file, record });
  }
  return [...byData.values()]
    .map((plans) => leaderboardOf([...plans.values()].map((runs) => [...runs.values()])))
    .sort((a, b) =>
      a.data.name < b.data.name ? -1 : a.data.name > b.data.name ? 1 : b.data.train - a.data.train,
    );
}

type Found = { readonly row: string; readonly file: string; readonly record: RunRecord };

function leaderboardOf(plans: readonly (readonly Found[])[]): Leaderboard {
  const standings = plans.map(standingOf);
  const metric =
    orders.find((name) => standings.some(({ metrics }) => name in metrics)) ??
    Object.keys(standings[0]?.metrics ?? {})[0] ??
    '';
  const value = ({ metrics }: Standing): number => metrics[metric]?.mean ?? -Infinity;
  const [first] = plans.flat() as [Found];
  return { data: first.record.data, metric, standings: standings.sort((a, b) => value(b) - value(a)) };
}

function standingOf(found: readonly Found[]): Standing {
  const runs = [...found].sort((a, b) => a.record.seed - b.record.seed);
  const [first] = runs as [Found];
  const names = Object.keys(first.record.metrics).filter((name) =>
    runs.every(({ record }) => name in record.metrics),
  );
  return {
    method: first.record.plan.method,
    plan: first.record.plan,
    seeds: runs.map(({ record }) => record.seed),
    metrics: Object.fromEntries(
      names.map((name) => [name, spreadOf(runs.map(({ record }) => record.metrics[name] as number))]),
    ),
    records: runs.map(({ row, file }) => ({ row, file })),
  };
}

function at<Value>(map: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
  const found = map.get(key) ?? new Map<string, Value>();
  map.set(key, found);
  return found;
}
