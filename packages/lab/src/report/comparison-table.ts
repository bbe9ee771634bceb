import type { Comparison } from './compare-records.ts';
import { differenceFigure, figure, metricLabel, orderedMetrics, spreadFigure } from './figures.ts';
import { markdownTable } from './markdown-table.ts';

/** A comparison as Markdown: arms and baselines with mean ± standard deviation, then differences with their errors. */
export function comparisonTable({ arms, baselines, differences }: Comparison): string {
  const metrics = orderedMetrics(arms.flatMap(({ metrics: own }) => Object.keys(own)));
  const row = (label: string, seeds: string, own: (typeof arms)[number]['metrics']): string[] => [
    label,
    seeds,
    ...metrics.map((metric) => (own[metric] === undefined ? '–' : spreadFigure(metric, own[metric]))),
  ];
  const rows = arms.map(({ label, seeds, metrics: own }) => row(label, String(seeds.length), own));
  for (const [label, own] of [
    ['untrained encoder', baselines.untrained],
    ['raw inputs', baselines.raw],
  ] as const)
    if (own !== null) rows.push(row(`${label} (baseline)`, '', own));
  const lines = differences.map(({ label, metrics: own }) => {
    const found = orderedMetrics(Object.keys(own)).flatMap((metric) => {
      const difference = own[metric];
      if (difference === undefined) return [];
      const { mean, error } = difference;
      return `${metricLabel(metric)} ${differenceFigure(metric, mean)}${error === null ? '' : ` (standard error ${figure(metric, error)})`}`;
    });
    return `- ${label} less ${arms[0]?.label ?? ''}: ${found.join('; ') || 'no seed in common'}`;
  });
  return [
    markdownTable(['', 'seeds', ...metrics.map(metricLabel)], rows),
    ...(lines.length === 0 ? [] : ['', ...lines]),
  ].join('\n');
}
