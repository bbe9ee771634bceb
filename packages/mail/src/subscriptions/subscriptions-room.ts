import type { ArchiveRoom } from '@broadsheet/people';
import { readSubscription, subscriptionColumns, type SubscriptionRow } from './subscription.ts';

/** Subscriptions by mail in the archive of an account: those of the member's own address, where that is confirmed. */
export const subscriptionsRoom: ArchiveRoom = {
  name: 'subscriptions',
  about:
    'What is sent to your address by mail, with what you left out, and papers saved from mails. It is not taken in elsewhere: a subscription begins with a confirmation from the address itself.',
  async exportOf(store, { id }, papers) {
    const [subscriber] = await store.query<{ id: number }>(
      `select u.id from subscribers u join members m on u.address_key = lower(m.email)
        where m.id = $1 and m.email_verified`,
      [id],
    );
    if (subscriber === undefined) return { subscriptions: [], saved: [] };
    const rows = await store.query<SubscriptionRow>(
      `select ${subscriptionColumns} from subscriptions s where s.subscriber_id = $1 order by s.id`,
      [subscriber.id],
    );
    const saved = await store.query<{ paperId: number; at: Date }>(
      `select paper_id as "paperId", saved_at as at from saved_papers where subscriber_id = $1 order by saved_at, paper_id`,
      [subscriber.id],
    );
    const names = await papers(saved.map(({ paperId }) => paperId));
    return {
      subscriptions: rows.map(readSubscription).map(({ plan, mutes, createdAt, endedAt, pausedUntil }) => ({
        plan,
        mutes,
        since: createdAt.toISOString(),
        endedAt: endedAt?.toISOString() ?? null,
        pausedUntil,
      })),
      saved: saved.flatMap(({ paperId, at }) => {
        const paper = names.get(paperId);
        return paper === undefined ? [] : [{ paper, at: at.toISOString() }];
      }),
    };
  },
};
