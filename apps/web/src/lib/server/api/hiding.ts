import type { PaperCondition } from '@broadsheet/papers';
import { rulesInForce } from '@broadsheet/people';
import type { Asking } from './operation.ts';

/** What a list leaves out for who asks: what their mute rules hide. Nothing for who is nobody. */
export async function hiding({
  store,
  member,
  now,
}: Pick<Asking, 'store' | 'member' | 'now'>): Promise<{ hide?: PaperCondition }> {
  const rules = member ? await rulesInForce(store, member.id, now) : null;
  return rules === null ? {} : { hide: rules.hides };
}
