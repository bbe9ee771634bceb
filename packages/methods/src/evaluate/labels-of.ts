import type { Features } from './features.ts';

/** The classes of features that must have some. @throws RangeError where they have none, or too few. */
export function labelsOf(what: string, { labels, n }: Pick<Features, 'labels' | 'n'>): Int32Array {
  if (labels === undefined)
    throw new RangeError(`${what}: these features have no labels, and it needs one for each.`);
  if (labels.length !== n)
    throw new RangeError(`${what}: ${n} features have ${labels.length} labels. Give one for each.`);
  labels.forEach((label, i) => {
    if (label < 0) throw new RangeError(`${what}: label ${i} is ${label}; classes count from 0.`);
  });
  return labels;
}

/** How many classes labels name: one more than the greatest. */
export function classesIn(...all: readonly Int32Array[]): number {
  let classes = 0;
  for (const labels of all) for (const label of labels) if (label >= classes) classes = label + 1;
  return classes;
}
