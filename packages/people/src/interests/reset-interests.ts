import type { Store } from '@broadsheet/papers';
import { holdMember } from './keep-interests.ts';

/** What is begun anew: everything, what was said of papers in the feed, or what the feed has shown. */
export const resets = ['everything', 'feedback', 'shown'] as const;
export type Reset = (typeof resets)[number];

/** Forgets what a member's feed follows from. `everything` leaves nothing at all. */
export function resetInterests(
  store: Pick<Store, 'transaction'>,
  memberId: string,
  what: Reset,
): Promise<void> {
  return store.transaction(async ({ query }) => {
    await holdMember(query, memberId);
    if (what === 'everything') {
      await query('delete from interests where member_id = $1', [memberId]);
      await query('delete from feed_settings where member_id = $1', [memberId]);
    }
    if (what === 'feedback') {
      await query(
        `delete from interest_examples e using interests i
          where i.id = e.interest_id and i.member_id = $1 and e.origin = 'feedback'`,
        [memberId],
      );
      await query('update feed_places set answer = null where member_id = $1', [memberId]);
    } else {
      await query('delete from feed_places where member_id = $1', [memberId]);
    }
  });
}
