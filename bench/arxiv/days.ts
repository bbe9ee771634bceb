import { addDays } from '@broadsheet/papers';

/** So many records on the days of a span, in the order of time: on each day those from one number to the next. */
export interface Days {
  /** `YYYY-MM-DD`. */
  days: readonly string[];
  /** The number of the first record of each day, from 0. */
  firsts: readonly number[];
}

/**
 * Spreads records over the days from one to another, both included, ever more of them to a day: eight times as many at
 * the end as in the beginning, about as arXiv has grown since 2007.
 */
export function spreadOver(records: number, from: string, to: string): Days {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
  const days = Array.from({ length: count }, (_, at) => addDays(from, at));
  const firsts = days.map((_, at) => Math.round(records * grown(at / count)));
  return { days, firsts };
}

/** The share of all that came in the first share of the time. */
function grown(share: number): number {
  return 0.3 * share + 0.7 * share ** 3;
}

/** The place among the days on which a record falls. */
export function placeOf({ firsts }: Days, record: number): number {
  let [low, high] = [0, firsts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((firsts[middle] ?? Infinity) <= record) low = middle;
    else high = middle - 1;
  }
  return low;
}
