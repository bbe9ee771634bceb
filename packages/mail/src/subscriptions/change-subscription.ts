import { addDays, type Store } from '@broadsheet/papers';
import { dayIn, nextIssue } from './cadence.ts';
import { Mute, type SubscriptionPlan } from './plan.ts';
import {
  readSubscription,
  subscriptionColumns,
  type Subscription,
  type SubscriptionRow,
} from './subscription.ts';

/** Most things that a subscription can leave out: a subscriber's own list, not a way to fill a database. */
const mostMutes = 200;

/** Longest pause in days. */
export const longestPause = 366;

/**
 * Gives a subscription another plan. Another wish begins anew: what its papers were before does not matter to it.
 * @returns The subscription; null where there is none.
 */
export function changePlan(
  store: Store,
  id: number,
  plan: SubscriptionPlan,
  now: Date,
): Promise<Subscription | null> {
  return change(store, id, async (query, subscription) => {
    const sameWish = JSON.stringify(subscription.plan.wish) === JSON.stringify(plan.wish);
    const next = nextIssue(plan.cadence, await lastDay(query, id), now);
    await query(
      `update subscriptions set plan = $2::jsonb,
              next_at = case when ended_at is null then $3::timestamptz end,
              next_day = case when ended_at is null then $4::date end,
              covered_to = case when $5 then covered_to end, covered_at = case when $5 then covered_at end
        where id = $1`,
      [id, JSON.stringify(plan), next.at, next.day, sameWish],
    );
  });
}

/**
 * Sends nothing for some days; 0 ends a pause.
 * @param days 0 to 366, from today on the subscription's calendar.
 * @throws RangeError for other numbers.
 */
export async function pauseSubscription(
  store: Store,
  id: number,
  days: number,
  now: Date,
): Promise<Subscription | null> {
  if (!Number.isInteger(days) || days < 0 || days > longestPause)
    throw new RangeError(`A pause takes 1 to ${longestPause} days; 0 ends it. ${days} is neither.`);
  return change(store, id, async (query, { plan: { cadence } }) => {
    const until = days === 0 ? null : addDays(dayIn(cadence.timeZone, now), days);
    const last = await lastDay(query, id);
    const yesterday = until === null ? null : addDays(until, -1);
    const after = yesterday !== null && (last === null || last < yesterday) ? yesterday : last;
    const next = nextIssue(cadence, after, now);
    await query(
      `update subscriptions set paused_until = $2::date,
              next_at = case when ended_at is null then $3::timestamptz end,
              next_day = case when ended_at is null then $4::date end
        where id = $1`,
      [id, until, next.at, next.day],
    );
  });
}

/** Leaves out papers from now on. The same twice changes nothing. @throws ZodError where it is no `Mute`. */
export function muteInSubscription(store: Store, id: number, mute: Mute): Promise<Subscription | null> {
  return change(store, id, async (query, { mutes }) => {
    const others = mutes.filter(({ kind, value }) => kind !== mute.kind || value !== mute.value);
    await query('update subscriptions set mutes = $2::jsonb where id = $1', [
      id,
      JSON.stringify([...others, Mute.parse(mute)].slice(-mostMutes)),
    ]);
  });
}

/** Takes a mute back. */
export function unmuteInSubscription(
  store: Store,
  id: number,
  { kind, value }: Pick<Mute, 'kind' | 'value'>,
): Promise<Subscription | null> {
  return change(store, id, async (query, { mutes }) => {
    const others = mutes.filter((mute) => mute.kind !== kind || mute.value !== value);
    await query('update subscriptions set mutes = $2::jsonb where id = $1', [id, JSON.stringify(others)]);
  });
}

/** Ends a subscription, and what waits to be sent for it. The second time changes nothing. */
export async function endSubscription(store: Store, id: number, now: Date): Promise<Subscription | null> {
  return change(store, id, async (query) => {
    await query(
      `update subscriptions set ended_at = coalesce(ended_at, $2), next_at = null, next_day = null where id = $1`,
      [id, now],
    );
    await query(
      `delete from mails where state = 'waiting' and issue_id in (select id from issues where subscription_id = $1)`,
      [id],
    );
  });
}

/** Begins a subscription again that was ended: for those who ended it by mistake. */
export async function resumeSubscription(store: Store, id: number, now: Date): Promise<Subscription | null> {
  return change(store, id, async (query, { plan: { cadence }, endedAt }) => {
    if (endedAt === null) return;
    const next = nextIssue(cadence, await lastDay(query, id), now);
    await query('update subscriptions set ended_at = null, next_at = $2, next_day = $3 where id = $1', [
      id,
      next.at,
      next.day,
    ]);
  });
}

/** The day of the newest issue that was put together, empty ones not counted. */
async function lastDay(query: Store['query'], id: number): Promise<string | null> {
  const [row] = await query<{ day: string | null }>(
    'select max(day) as day from issues where subscription_id = $1',
    [id],
  );
  return row?.day ?? null;
}

function change(
  store: Store,
  id: number,
  work: (query: Store['query'], subscription: Subscription) => Promise<void>,
): Promise<Subscription | null> {
  return store.transaction(async ({ query }) => {
    const find = `select ${subscriptionColumns} from subscriptions s where s.id = $1 for update`;
    const [row] = await query<SubscriptionRow>(find, [id]);
    if (row === undefined) return null;
    await work(query, readSubscription(row));
    const [changed] = await query<SubscriptionRow>(find, [id]);
    return changed === undefined ? null : readSubscription(changed);
  });
}
