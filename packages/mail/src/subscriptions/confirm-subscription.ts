import type { Store } from '@broadsheet/papers';
import { parseAddress } from './address.ts';
import { nextIssue } from './cadence.ts';
import { SubscriptionPlan } from './plan.ts';
import { subscriberOf } from './subscriber.ts';

/** A request as its confirmation page and its mail show it. */
export interface PendingRequest {
  id: number;
  address: string;
  plan: SubscriptionPlan;
  requestedAt: Date;
  expiresAt: Date;
  confirmedAt: Date | null;
}

interface Row extends Omit<PendingRequest, 'plan'> {
  plan: unknown;
}

const columns = `id, address, plan, requested_at as "requestedAt", expires_at as "expiresAt", confirmed_at as "confirmedAt"`;

/** A subscription request; null where there is none. */
export async function getRequest(store: Pick<Store, 'query'>, id: number): Promise<PendingRequest | null> {
  const [row] = await store.query<Row>(`select ${columns} from subscription_requests where id = $1`, [id]);
  return row === undefined ? null : { ...row, plan: SubscriptionPlan.parse(row.plan) };
}

/**
 * Confirms a request and begins its subscription. A second confirmation changes nothing and answers the same; one for what
 * the address already gets, word for word, begins no second subscription. An address that is suppressed because mail to it
 * failed is given another chance: somebody who reads its mail has just asked for it.
 * @returns null where there is no such request, or it has expired.
 */
export async function confirmSubscription(
  store: Store,
  requestId: number,
  { network, now }: { network: string; now: Date },
): Promise<{ subscriberId: number; subscriptionId: number } | null> {
  return store.transaction(async ({ query }) => {
    const [request] = await query<Row>(
      `select ${columns} from subscription_requests where id = $1 for update`,
      [requestId],
    );
    const address = request && parseAddress(request.address);
    if (request === undefined || address === undefined || address === null) return null;
    if (request.confirmedAt === null && request.expiresAt < now) return null;
    const subscriberId = await subscriberOf(query, address, now);
    const plan = SubscriptionPlan.parse(request.plan);
    const [known] = await query<{ id: number }>(
      `select id from subscriptions where ended_at is null
          and (request_id = $1 or (subscriber_id = $2 and plan = $3::jsonb)) order by id limit 1`,
      [requestId, subscriberId, JSON.stringify(plan)],
    );
    if (known !== undefined) return { subscriberId, subscriptionId: known.id };
    // Confirmed before, and ended since: an old link does not begin it anew.
    if (request.confirmedAt !== null) return null;
    await query('update subscription_requests set confirmed_at = $2, confirmed_network = $3 where id = $1', [
      requestId,
      now,
      network,
    ]);
    await query(
      `delete from suppressions where address_key = $1 and reason in ('hard-bounce', 'soft-bounces')`,
      [address.key],
    );
    const { day, at } = nextIssue(plan.cadence, null, now);
    const [begun] = await query<{ id: number }>(
      `insert into subscriptions (subscriber_id, request_id, plan, created_at, next_at, next_day)
       values ($1, $2, $3::jsonb, $4, $5, $6) returning id`,
      [subscriberId, requestId, JSON.stringify(plan), now, at, day],
    );
    return { subscriberId, subscriptionId: begun?.id ?? 0 };
  });
}
