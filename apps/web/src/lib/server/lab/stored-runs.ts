import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  differenceFigure,
  figure,
  linePlot,
  lossPlot,
  metricLabel,
  readRecords,
  recipeSummary,
  recordsFolder,
  spreadFigure,
  type LabRecord,
  type RecipeSummary,
} from '@broadsheet/lab';
import type { ArmPoints, Plot, StoredRuns } from '../../lab/stored-runs.ts';

/** More points than that no plot shows. */
const mostPoints = 200;
const mostLines = 6;

/**
 * What the laboratory has of a row: `packages/lab/records/ROW`, read each time, since a recipe may just have been run. null
 * where there is no summary.
 * @throws Error that names the file which cannot be read
 */
export async function storedRuns(row: string, folder: string = recordsFolder): Promise<StoredRuns | null> {
  const text = await readFile(join(folder, row, 'summary.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const summary = recipeSummary.parse(JSON.parse(text));
  const records = [...(await readRecords(join(folder, row)))].map(([file, record]) => ({ file, record }));
  const ofArm = (name: string): LabRecord[] =>
    records.filter(({ file, record }) => file === `${name}-${record.seed}.json`).map(({ record }) => record);
  const all = [...new Set(summary.arms.flatMap(({ metrics }) => Object.keys(metrics)))];
  const metrics = [summary.metric, ...all.filter((metric) => metric !== summary.metric)];
  return {
    claim: summary.claim,
    shows: summary.shows,
    complete: summary.complete,
    metrics: metrics.map(metricLabel),
    arms: summary.arms.map(({ label, baseline, seeds, metrics: own }) => ({
      label,
      baseline,
      seeds: seeds.length,
      figures: metrics.map((metric) => (own[metric] === undefined ? '' : spreadFigure(metric, own[metric]))),
    })),
    expectations: summary.expectations.map(found),
    points: pointsOf(summary, ofArm),
    plots: summary.arms.flatMap(({ name, label }) => plotsOf(name, label, ofArm(name))),
    machines: distinct(records.map(({ record: { machine } }) => `${machine.processor}, ${machine.runtime}`)),
    data: distinct(
      records.flatMap(({ record }) =>
        record.kind === 'run'
          ? [`${record.data.name} (${record.data.train.toLocaleString('en')} to learn from)`]
          : [],
      ),
    ),
    seconds: summary.seconds,
    newest: summary.newest,
  };
}

function found({
  says,
  metric,
  over,
  mean,
  error,
  holds,
}: RecipeSummary['expectations'][number]): StoredRuns['expectations'][number] {
  if (mean === null) return { says, found: 'not run yet', holds };
  const value = over === null ? figure(metric, mean) : differenceFigure(metric, mean);
  return {
    says,
    found: error === null ? value : `${value}, standard error ${figure(metric, error)}`,
    holds,
  };
}

function pointsOf(
  { metric, arms }: RecipeSummary,
  ofArm: (name: string) => readonly LabRecord[],
): StoredRuns['points'] {
  const points = arms.flatMap(({ name, label, baseline, metrics }): ArmPoints[] => {
    const spread = metrics[metric];
    if (spread === undefined) return [];
    const values = ofArm(name).flatMap((record) => record.metrics[metric] ?? []);
    return [{ label, baseline, values, ...spread, words: spreadFigure(metric, spread) }];
  });
  const percent = figure(metric, 0.5).endsWith('%');
  return points.length === 0 ? null : { metric: metricLabel(metric), percent, arms: points };
}

/** Loss curves of runs, one line a seed; the series of the first analysis. */
function plotsOf(arm: string, label: string, records: readonly LabRecord[]): Plot[] {
  const size = { width: 480, height: 300 };
  const runs = records
    .filter((record) => record.kind === 'run')
    .filter(({ curve }) => curve.length > 1)
    .slice(0, mostLines);
  const losses = {
    title: `Loss of ${label}`,
    svg: lossPlot(
      runs.map(({ seed, curve }) => ({ label: `seed ${seed}`, curve })),
      { id: `loss-${arm}`, title: `Loss of ${label}`, ...size },
    ),
  };
  const analysis = records.find((record) => record.kind === 'analysis');
  const lines = (analysis?.series ?? [])
    .slice(0, mostLines)
    .map(({ name, x, y }) => ({ label: name, ...thinned(x, y) }));
  const title = `${label}, seed ${analysis?.seed}`;
  return [
    ...(runs.length === 0 ? [] : [losses]),
    ...(lines.length === 0
      ? []
      : [{ title, svg: linePlot(lines, { id: `series-${arm}`, title, xName: '', yName: '', ...size }) }]),
  ];
}

function thinned(x: readonly number[], y: readonly number[]): { x: number[]; y: number[] } {
  const every = Math.max(1, Math.ceil(x.length / mostPoints));
  const kept = (_: number, i: number): boolean => i % every === 0 || i === x.length - 1;
  return { x: x.filter(kept), y: y.filter(kept) };
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)];
}
