import { shown, type Store } from '@broadsheet/papers';
import type { RuleTest } from './rule.ts';
import { whyHidden } from './why-hidden.ts';

/** Papers that a rule is tried on at most: two busy days. */
const mostTried = 2000;

/** What a rule would hide of the newest papers, before it is kept. */
export interface RuleTrial {
  /** Papers that it was tried on: those of one announcement day. */
  tried: number;
  /** That day; null where no paper has one. */
  day: string | null;
  /** Internal ids of what it would hide, by trending score. */
  hidden: number[];
}

/** Tries a rule on the papers of the newest announcement day. Nothing is kept. */
export async function tryRule(store: Pick<Store, 'query'>, rule: RuleTest): Promise<RuleTrial> {
  const rows = await store.query<{ id: number; day: string }>(
    `select p.id, p.announced_on as day from papers p join standings s on s.paper_id = p.id
      where ${shown} and p.announced_on = (select max(announced_on) from papers p where ${shown})
      order by s.trending desc, p.id desc limit ${mostTried}`,
  );
  const ids = rows.map(({ id }) => id);
  const found = await whyHidden(store, [rule], ids);
  return { tried: ids.length, day: rows[0]?.day ?? null, hidden: ids.filter((id) => found.has(id)) };
}
