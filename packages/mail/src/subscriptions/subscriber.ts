import type { Store } from '@broadsheet/papers';
import type { MailAddress } from './address.ts';
import {
  readSubscription,
  subscriptionColumns,
  type Subscription,
  type SubscriptionRow,
} from './subscription.ts';

/** A mail address and all that it gets. */
export interface Subscriber {
  id: number;
  address: string;
  createdAt: Date;
  linkEpoch: number;
  subscriptions: Subscription[];
  /** Why nothing is sent to it any more; null where it is. */
  suppressed: { reason: string; detail: string; at: Date } | null;
}

type Query = Store['query'];

/** A subscriber by number; null where there is none. */
export async function getSubscriber(store: Pick<Store, 'query'>, id: number): Promise<Subscriber | null> {
  const [row] = await store.query<Omit<Subscriber, 'subscriptions' | 'suppressed'> & SuppressionRow>(
    `select s.id, s.address, s.created_at as "createdAt", s.link_epoch as "linkEpoch", u.reason, u.detail, u.at
       from subscribers s left join suppressions u using (address_key) where s.id = $1`,
    [id],
  );
  if (row === undefined) return null;
  const { reason, detail, at, ...subscriber } = row;
  const subscriptions = await store.query<SubscriptionRow>(
    `select ${subscriptionColumns} from subscriptions s where s.subscriber_id = $1 order by s.id`,
    [id],
  );
  return {
    ...subscriber,
    subscriptions: subscriptions.map(readSubscription),
    suppressed: reason === null ? null : { reason, detail: detail ?? '', at: at ?? new Date(0) },
  };
}

interface SuppressionRow {
  reason: string | null;
  detail: string | null;
  at: Date | null;
}

/** The subscriber of an address, made where there is none. Inside a transaction. */
export async function subscriberOf(query: Query, address: MailAddress, now: Date): Promise<number> {
  const [row] = await query<{ id: number }>(
    `insert into subscribers (address, address_key, created_at) values ($1, $2, $3)
     on conflict (address_key) do update set address_key = excluded.address_key returning id`,
    [address.address, address.key, now],
  );
  if (row === undefined) throw new Error('The store gave no number for a subscriber.');
  return row.id;
}

/**
 * Forgets an address altogether: its subscriptions, its consents, its issues, what it saved, and what was counted about it.
 * Only a suppression stays, as the bare fact that nothing may be sent there.
 */
export async function deleteSubscriber(store: Store, id: number): Promise<void> {
  await store.transaction(async ({ query }) => {
    const [row] = await query<{ key: string }>(
      'delete from subscribers where id = $1 returning address_key as key',
      [id],
    );
    if (row === undefined) return;
    await query('delete from subscription_requests where address_key = $1', [row.key]);
    await query('delete from mails where address_key = $1', [row.key]);
    await query('delete from soft_bounces where address_key = $1', [row.key]);
  });
}

/** Makes all links of a subscriber worth nothing, but for those that end a subscription. New mails have new ones. */
export async function renewLinks(store: Pick<Store, 'query'>, id: number): Promise<void> {
  await store.query('update subscribers set link_epoch = link_epoch + 1 where id = $1', [id]);
}

/**
 * Puts a mail with the link to an address's subscriptions into the queue, where there are any; at most one in ten minutes.
 * The answer is the same in all cases, so that nobody learns who subscribes.
 */
export async function requestLinks(
  store: Pick<Store, 'query'>,
  address: MailAddress,
  now: Date,
): Promise<void> {
  await store.query(
    `insert into mails (kind, subscriber_id, address, address_key, domain, created_at, next_try_at)
     select 'links', s.id, s.address, s.address_key, $2, $3, $3 from subscribers s
      where s.address_key = $1
        and not exists (select from mails m where m.kind = 'links' and m.subscriber_id = s.id and m.created_at > $4)`,
    [address.key, address.domain, now, new Date(now.getTime() - 600_000)],
  );
}
