import type { RunRecord } from '../run/run-record.ts';
import { spreadOf, standardError, type Spread } from './spread.ts';

/** Some arms side by side, seed by seed. */
export interface Comparison {
  /** In the order of the arms that were given. */
  readonly arms: readonly {
    readonly label: string;
    readonly seeds: readonly number[];
    readonly metrics: Readonly<Record<string, Spread>>;
  }[];
  /** What is untrained or raw, by the first arm's records; null where nobody looked. */
  readonly baselines: Readonly<Record<'untrained' | 'raw', Readonly<Record<string, Spread>> | null>>;
  /** Of each later arm from the first, over the seeds that both have. */
  readonly differences: readonly {
    readonly label: string;
    readonly metrics: Readonly<Record<string, { readonly mean: number; readonly error: number | null }>>;
  }[];
}

/**
 * Means, spreads and differences of runs. Differences are taken seed by seed, so that what both owe to the same beginning
 * and the same order of batches does not count.
 */
export function compareRecords(
  arms: readonly { readonly label: string; readonly records: readonly RunRecord[] }[],
): Comparison {
  const [first, ...others] = arms;
  if (first === undefined) throw new RangeError('There is nothing to compare.');
  const baseline = (name: 'untrained' | 'raw'): Record<string, Spread> | null => {
    const found = first.records.flatMap(({ baselines }) =>
      baselines[name] === null ? [] : [baselines[name]],
    );
    return found.length === 0 ? null : spreadsOf(found);
  };
  return {
    arms: arms.map(({ label, records }) => ({
      label,
      seeds: records.map(({ seed }) => seed),
      metrics: spreadsOf(records.map(({ metrics }) => metrics)),
    })),
    baselines: { untrained: baseline('untrained'), raw: baseline('raw') },
    differences: others.map(({ label, records }) => ({
      label,
      metrics: differences(records, first.records),
    })),
  };
}

function spreadsOf(all: readonly Readonly<Record<string, number>>[]): Record<string, Spread> {
  const names = Object.keys(all[0] ?? {}).filter((name) => all.every((metrics) => name in metrics));
  return Object.fromEntries(
    names.map((name) => [name, spreadOf(all.map((metrics) => metrics[name] as number))]),
  );
}

function differences(
  records: readonly RunRecord[],
  from: readonly RunRecord[],
): Comparison['differences'][number]['metrics'] {
  const pairs = records.flatMap((record) => {
    const other = from.find(({ seed }) => seed === record.seed);
    return other === undefined ? [] : [[record.metrics, other.metrics] as const];
  });
  const names = Object.keys(pairs[0]?.[0] ?? {}).filter((name) =>
    pairs.every(([mine, its]) => name in mine && name in its),
  );
  return Object.fromEntries(
    names.map((name) => {
      const found = spreadOf(pairs.map(([mine, its]) => (mine[name] as number) - (its[name] as number)));
      return [name, { mean: found.mean, error: standardError(found) }];
    }),
  );
}
