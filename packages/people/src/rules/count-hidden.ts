import { addDays, countMeeting, currentDay, type Selection, type Store } from '@broadsheet/papers';
import { hiddenBy } from './hidden-by.ts';
import { readPatterns } from './read-patterns.ts';
import type { Rule } from './rule.ts';

/** Rules whose counts are asked for at once. */
const handful = 50;

/**
 * How many papers of a selection each of some rules hides, in the order of the rules; a paper that several hide counts for each.
 * Rules that are paused are counted as if they were not.
 */
export async function countHidden(
  store: Store,
  rules: readonly Rule[],
  selection: Omit<Selection, 'order' | 'hide'>,
): Promise<number[]> {
  await readPatterns(
    store,
    rules.flatMap(({ patternId }) => patternId ?? []),
  );
  const counts: number[] = [];
  for (let at = 0; at < rules.length; at += handful) {
    const some = rules.slice(at, at + handful).map((rule) => hiddenBy([rule]));
    counts.push(...(await countMeeting(store, selection, some)));
  }
  return counts;
}

/** Days over which a rule's total is counted. */
export const countedDays = 30;

/** The papers that were announced, or came without a day, in the last 30 days. */
export function recentPapers(now: Date): Omit<Selection, 'order' | 'hide'> {
  const today = currentDay(now);
  const from = addDays(today, 1 - countedDays);
  return {
    only: (bind) =>
      `p.announced_on between ${bind(from)}::date and ${bind(today)}::date
        or (p.announced_on is null and p.first_seen_at between ${bind(from)}::date and ${bind(now)}::timestamptz)`,
  };
}
