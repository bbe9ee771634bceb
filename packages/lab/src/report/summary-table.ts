import type { RecipeSummary } from '../recipes/summary.ts';
import { differenceFigure, figure, metricLabel, orderedMetrics, spreadFigure } from './figures.ts';
import { markdownTable } from './markdown-table.ts';

/** A row's summary as Markdown: the claim, the arms with mean ± spread, and what held. */
export function summaryTable(summary: RecipeSummary): string {
  const metrics = orderedMetrics(summary.arms.flatMap(({ metrics: own }) => Object.keys(own)));
  const ordered = [summary.metric, ...metrics.filter((metric) => metric !== summary.metric)];
  const arms = markdownTable(
    ['', 'seeds', ...ordered.map(metricLabel)],
    summary.arms.map(({ label, baseline, seeds, metrics: own }) => [
      baseline ? `${label} (baseline)` : label,
      String(seeds.length),
      ...ordered.map((metric) => (own[metric] === undefined ? '–' : spreadFigure(metric, own[metric]))),
    ]),
  );
  const expectations = summary.expectations.map(({ says, holds, mean, error, metric, over }) => {
    if (mean === null) return `- ${says}: not run yet`;
    const value = over === null ? figure(metric, mean) : differenceFigure(metric, mean);
    const margin = error === null ? '' : ` (standard error ${figure(metric, error)})`;
    return `- ${says}: ${value}${margin}: ${holds ? 'holds' : 'does not hold'}`;
  });
  const verdict = summary.shows
    ? 'The claim shows.'
    : summary.complete
      ? 'The claim does not show.'
      : 'Runs are missing.';
  return [
    `## ${summary.row}. ${summary.id}`,
    '',
    `Theirs: ${summary.claim.theirs}`,
    '',
    `Ours: ${summary.claim.ours}`,
    '',
    arms,
    '',
    ...expectations,
    '',
    `${verdict} ${minutes(summary.seconds)} of computing, ± is the standard deviation over seeds.`,
  ].join('\n');
}

function minutes(seconds: number): string {
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
