import type { RecipeSummary } from '../recipes/summary.ts';
import { metricLabel, spreadFigure } from './figures.ts';

/** A row's figure in one sentence, for the page of its method: the metric of every arm, and whether the claim shows. */
export function pageFigure({ metric, arms, complete, shows, newest }: RecipeSummary): string {
  const found = arms.flatMap(({ label, metrics, seeds }) => {
    const spread = metrics[metric];
    return spread === undefined
      ? []
      : [
          `${label} ${spreadFigure(metric, spread)} (${seeds.length === 1 ? '1 seed' : `${seeds.length} seeds`})`,
        ];
  });
  if (found.length === 0) return 'none recorded yet.';
  const verdict = !complete
    ? 'not all runs are made yet'
    : shows
      ? 'the claim shows'
      : 'the claim does not show';
  return `${metricLabel(metric)}: ${found.join('; ')}. ${newest?.slice(0, 10) ?? ''}: ${verdict}.`;
}

/** Writes it behind its mark, `<!-- figure ROW -->`, up to the end of the line. A page without the mark stays as it is. */
export function withFigure(page: string, summary: RecipeSummary): string {
  const mark = `<!-- figure ${summary.id} -->`;
  return page
    .split('\n')
    .map((line) => {
      const at = line.indexOf(mark);
      return at < 0 ? line : `${line.slice(0, at + mark.length)} ${pageFigure(summary)}`;
    })
    .join('\n');
}
