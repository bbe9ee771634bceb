import { rulesInForce, type Member, type RulesInForce } from '@broadsheet/people';
import { now } from '../clock.ts';
import { library } from '../library.ts';

/** The rules of who asks, as they hold now; null for who is not signed in, and for who has none. */
export async function ownRules(member: Pick<Member, 'id'> | null): Promise<RulesInForce | null> {
  return member === null ? null : rulesInForce(library(), member.id, now());
}

/** Whether a reader wants to see what their rules hide, in this list and for once: `?hidden=show`. */
export function wantsHidden(query: URLSearchParams): boolean {
  return query.get('hidden') === 'show';
}
