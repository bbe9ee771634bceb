import type { Store } from '@broadsheet/papers';
import { z } from 'zod';
import { Mute, SubscriptionPlan } from './plan.ts';

/** A confirmed subscription, as it stands. */
export interface Subscription {
  id: number;
  subscriberId: number;
  plan: SubscriptionPlan;
  createdAt: Date;
  /** When it was ended; null where it goes on. */
  endedAt: Date | null;
  /** First day in its time zone on which mails come again; null where it is not paused. */
  pausedUntil: string | null;
  mutes: Mute[];
  nextAt: Date | null;
  nextDay: string | null;
  coveredTo: string | null;
  coveredAt: Date | null;
}

/** Of `subscriptions s`. */
export const subscriptionColumns = `s.id, s.subscriber_id as "subscriberId", s.plan, s.created_at as "createdAt",
  s.ended_at as "endedAt", s.paused_until as "pausedUntil", s.mutes, s.next_at as "nextAt", s.next_day as "nextDay",
  s.covered_to as "coveredTo", s.covered_at as "coveredAt"`;

export type SubscriptionRow = Omit<Subscription, 'plan' | 'mutes'> & { plan: unknown; mutes: unknown };

/** @throws ZodError where the row was written by a version that knew other plans. */
export function readSubscription(row: SubscriptionRow): Subscription {
  return { ...row, plan: SubscriptionPlan.parse(row.plan), mutes: z.array(Mute).parse(row.mutes) };
}

/** A subscription by its number; null where there is none. */
export async function getSubscription(store: Pick<Store, 'query'>, id: number): Promise<Subscription | null> {
  const [row] = await store.query<SubscriptionRow>(
    `select ${subscriptionColumns} from subscriptions s where s.id = $1`,
    [id],
  );
  return row === undefined ? null : readSubscription(row);
}
