import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  findRow,
  leaderboards,
  metricLabel,
  orderedMetrics,
  readRecords,
  recordsFolder,
  spreadFigure,
  type LabRecord,
  type Standing,
} from '@broadsheet/lab';

/** A leaderboard in words, as its page shows it. */
export interface ShownLeaderboard {
  readonly name: string;
  /** Tells boards of the same data set apart. */
  readonly id: string;
  readonly train: number;
  readonly test: number;
  readonly licence: string;
  readonly metrics: readonly string[];
  readonly lines: readonly {
    /** Tells lines of one method apart. */
    readonly key: string;
    readonly method: string;
    /** The id of the method's page; null of an encoder that learnt nothing. */
    readonly row: string | null;
    /** The encoder and its options, epochs and batch, then what the plan says of the method's options. */
    readonly settings: string;
    readonly seeds: number;
    readonly figures: readonly string[];
  }[];
}

/** All committed runs by the data that they were measured on. @throws Error that names the record that cannot be read. */
export async function storedLeaderboards(folder: string = recordsFolder): Promise<ShownLeaderboard[]> {
  const rows = await readdir(folder).catch((): string[] => []);
  const all: { row: string; file: string; record: LabRecord }[] = [];
  for (const row of rows.sort())
    for (const [file, record] of await readRecords(join(folder, row))) all.push({ row, file, record });
  return leaderboards(all).map(({ data, metric, standings }) => {
    const names = orderedMetrics(standings.flatMap(({ metrics }) => Object.keys(metrics)));
    const metrics = [metric, ...names.filter((name) => name !== metric)];
    return {
      name: data.name,
      id: `${data.name}-${data.train}`,
      train: data.train,
      test: data.test,
      licence: data.licence,
      metrics: metrics.map(metricLabel),
      lines: standings.map((standing) => ({
        key: JSON.stringify({ ...standing.plan, seed: null }),
        method: nameOf(standing),
        row: findRow(standing.method)?.id ?? null,
        settings: settingsOf(standing),
        seeds: standing.seeds.length,
        figures: metrics.map((name) =>
          standing.metrics[name] === undefined ? '' : spreadFigure(name, standing.metrics[name]),
        ),
      })),
    };
  });
}

function nameOf({ method, plan }: Standing): string {
  if (method !== 'none') return findRow(method)?.name ?? method;
  return plan.encoder.kind === 'raw' ? 'the inputs themselves' : 'an untrained encoder';
}

function settingsOf({ method, plan: { options, encoder, training } }: Standing): string {
  const say = (given: object) => Object.entries(given).map(([name, value]) => `${name} ${String(value)}`);
  const learnt = [`${training.epochs} epochs`, `batch ${training.batch}`];
  return [encoder.kind, ...say(encoder.options), ...(method === 'none' ? [] : learnt), ...say(options)].join(
    ', ',
  );
}
