import type { Store } from '@broadsheet/papers';
import type { RuleTest } from './rule.ts';
import { ruleHolds } from './rule-holds.ts';
import { subjectsOf } from './rule-subject.ts';

/** Which of some rules hide which of some papers, by id; papers that none hides are left out. Each paper is read. */
export async function whyHidden<R extends RuleTest>(
  store: Pick<Store, 'query'>,
  rules: readonly R[],
  ids: readonly number[],
): Promise<Map<number, R[]>> {
  const found = new Map<number, R[]>();
  if (rules.length === 0) return found;
  for (const subject of await subjectsOf(store, ids)) {
    const hiding = rules.filter((rule) => ruleHolds(rule, subject));
    if (hiding.length > 0) found.set(subject.id, hiding);
  }
  return found;
}
