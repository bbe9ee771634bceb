import { currentDay, type PaperCondition, type Store } from '@broadsheet/papers';
import { hiddenBy } from './hidden-by.ts';
import { listRules } from './keep-rules.ts';
import { readPatterns } from './read-patterns.ts';
import type { Rule } from './rule.ts';

/** A reader's rules, ready for lists. */
export interface RulesInForce {
  /** Those that hold now, the newest first. */
  rules: Rule[];
  /** What they hide: for `hide` of a selection, a search and papers alike. */
  hides: PaperCondition;
}

/** The rules of a member that hold today; null where none does. What came to the store since is read first. */
export async function rulesInForce(store: Store, memberId: string, now: Date): Promise<RulesInForce | null> {
  const today = currentDay(now);
  const rules = (await listRules(store, memberId)).filter((rule) => isInForce(rule, today));
  if (rules.length === 0) return null;
  await readPatterns(
    store,
    rules.flatMap(({ patternId }) => patternId ?? []),
  );
  return { rules, hides: hiddenBy(rules) };
}

/** Whether a rule holds on a day (America/New_York). */
export function isInForce({ paused, until }: Pick<Rule, 'paused' | 'until'>, day: string): boolean {
  return !paused && (until === null || until >= day);
}
