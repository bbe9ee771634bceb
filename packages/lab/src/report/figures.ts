import type { Spread } from './spread.ts';

/** How metrics are called and written; names that are not here become words, with three significant digits. */
const known: Readonly<Record<string, { readonly label: string; readonly percent: boolean }>> = {
  linearProbe: { label: 'linear probe', percent: true },
  neighbours: { label: 'k-NN', percent: true },
  rSquared: { label: 'R²', percent: false },
  single: { label: 'accuracy', percent: true },
  aggregated: { label: 'accuracy, aggregated', percent: true },
  rankMe: { label: 'RankMe', percent: false },
  alignment: { label: 'alignment', percent: false },
  uniformity: { label: 'uniformity', percent: false },
  spearman: { label: 'Spearman correlation', percent: false },
  oracle: { label: 'linear probe of the best setting', percent: true },
  lost: { label: 'lost by the choice', percent: true },
  beforeOverBehind: { label: 'linear probe, before less behind the head', percent: true },
  forgetting: { label: 'forgotten of old tasks', percent: true },
  old: { label: 'old tasks at the end', percent: true },
  newest: { label: 'newest task', percent: true },
};

export function metricLabel(metric: string): string {
  return known[metric]?.label ?? metric.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Names of metrics in the order of tables: those that are known first. A database gives them back in another. */
export function orderedMetrics(names: Iterable<string>): string[] {
  const order = Object.keys(known);
  const place = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...new Set(names)].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

/** `71.3 %`, or `45.2`. */
export function figure(metric: string, value: number): string {
  return known[metric]?.percent === true ? `${(100 * value).toFixed(1)} %` : significant(value);
}

/** `71.3 ± 0.4 %`, or `71.3 %` where there is one alone. */
export function spreadFigure(metric: string, { mean, deviation }: Spread): string {
  if (deviation === null) return figure(metric, mean);
  return known[metric]?.percent === true
    ? `${(100 * mean).toFixed(1)} ± ${(100 * deviation).toFixed(1)} %`
    : `${significant(mean)} ± ${significant(deviation)}`;
}

/** `+1.2 points`, or `-3.4`. */
export function differenceFigure(metric: string, value: number): string {
  const sign = value < 0 ? '-' : '+';
  return known[metric]?.percent === true
    ? `${sign}${(100 * Math.abs(value)).toFixed(1)} points`
    : `${sign}${significant(Math.abs(value))}`;
}

function significant(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 100 ? value.toFixed(0) : size < 0.001 ? value.toExponential(1) : value.toPrecision(3);
}
