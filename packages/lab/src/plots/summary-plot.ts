import type { RecipeSummary } from '../recipes/summary.ts';
import { figure, metricLabel } from '../report/figures.ts';
import { barPlot } from './bar-plot.ts';

/** A row's figure: its metric for every arm, with the spread over seeds. */
export function summaryPlot(summary: RecipeSummary, id: string): string {
  const { metric } = summary;
  const bars = summary.arms.flatMap(({ label, baseline, metrics }) => {
    const found = metrics[metric];
    return found === undefined ? [] : [{ label, baseline, mean: found.mean, deviation: found.deviation }];
  });
  return barPlot(bars, {
    id,
    title: `${summary.id}: ${metricLabel(metric)}`,
    yName: metricLabel(metric),
    show: (value) => figure(metric, value),
  });
}
