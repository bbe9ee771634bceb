import type { Store } from '@broadsheet/papers';
import type { MailAddress } from './address.ts';
import type { SubscriptionPlan } from './plan.ts';

/** How long a confirmation may take, in milliseconds: two days. */
export const confirmationLasts = 48 * 3_600_000;

const hour = 3_600_000;
/** Confirmation mails to one address in a day; what is asked for beyond is not answered by mail, and looks the same. */
const requestsPerAddress = 3;
/** Requests from one network in an hour. A reading group behind one address may subscribe together. */
const requestsPerNetwork = 30;

export interface SubscriptionRequest {
  address: MailAddress;
  plan: SubscriptionPlan;
  /** Where it came from: see `subscription_requests.network`. */
  network: string;
  now: Date;
}

/**
 * Takes a wish to subscribe, and puts a mail into the queue that asks the address to confirm it. Whether the address is
 * known, suppressed, or has asked too often makes no difference to the answer.
 * @returns `too-many` where this network has asked too often, whatever the address; else `taken`.
 */
export async function requestSubscription(
  store: Store,
  { address, plan, network, now }: SubscriptionRequest,
): Promise<'taken' | 'too-many'> {
  return store.transaction(async ({ query }) => {
    // Two requests at once would both be the last that is allowed.
    await query('select pg_advisory_xact_lock(hashtext($1))', [`mail ${network}`]);
    const [counts] = await query<{ byNetwork: number; byAddress: number }>(
      `select (select count(*)::int from subscription_requests where network = $1 and requested_at > $2) as "byNetwork",
              (select count(*)::int from subscription_requests where address_key = $3 and requested_at > $4) as "byAddress"`,
      [network, new Date(now.getTime() - hour), address.key, new Date(now.getTime() - 24 * hour)],
    );
    if ((counts?.byNetwork ?? 0) >= requestsPerNetwork) return 'too-many';
    const [request] = await query<{ id: number }>(
      `insert into subscription_requests (address, address_key, plan, network, requested_at, expires_at)
       values ($1, $2, $3::jsonb, $4, $5, $6) returning id`,
      [
        address.address,
        address.key,
        JSON.stringify(plan),
        network,
        now,
        new Date(now.getTime() + confirmationLasts),
      ],
    );
    if ((counts?.byAddress ?? 0) >= requestsPerAddress) return 'taken';
    await query(
      `insert into mails (kind, request_id, address, address_key, domain, created_at, next_try_at)
       values ('confirmation', $1, $2, $3, $4, $5, $5)`,
      [request?.id, address.address, address.key, address.domain, now],
    );
    return 'taken';
  });
}

/** Forgets requests that were never confirmed, a week after they expired: to be called now and then. */
export async function forgetOldRequests(store: Pick<Store, 'query'>, now: Date): Promise<void> {
  await store.query('delete from subscription_requests where confirmed_at is null and expires_at < $1', [
    new Date(now.getTime() - 7 * 24 * hour),
  ]);
}
