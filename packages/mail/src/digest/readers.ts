import type { Store } from '@broadsheet/papers';
import { listFollows, rulesInForce, type Follow, type RulesInForce } from '@broadsheet/people';

/** The member who reads the mails of an address. */
export interface Reader {
  memberId: string;
}

/**
 * Who of the members reads which subscriptions: those whose mail address is the subscription's, and proven. Both are confirmed by a
 * link in a mail to that address.
 */
export async function readersOf(
  store: Pick<Store, 'query'>,
  subscriptionIds: readonly number[],
): Promise<Map<number, Reader>> {
  if (subscriptionIds.length === 0) return new Map();
  const rows = await store.query<{ id: number; memberId: string }>(
    `select s.id, m.id as "memberId" from subscriptions s join subscribers r on r.id = s.subscriber_id
       join members m on m.email = r.address_key and m.email_verified
      where s.id = any($1::bigint[])`,
    [subscriptionIds],
  );
  return new Map(rows.map(({ id, memberId }) => [id, { memberId }]));
}

/** What readers follow and hide, asked for once for all of their subscriptions. */
export interface ReaderDesk {
  follows(reader: Reader): Promise<Follow[]>;
  rules(reader: Reader): Promise<RulesInForce | null>;
}

/** @param once Remembers an answer for a pass. */
export function readerDesk(
  store: Store,
  once: <T>(key: string, ask: () => Promise<T>) => Promise<T>,
  now: Date,
): ReaderDesk {
  return {
    follows: ({ memberId }) => once(`follows ${memberId}`, () => listFollows(store, memberId)),
    rules: ({ memberId }) => once(`rules ${memberId}`, () => rulesInForce(store, memberId, now)),
  };
}

/** Those of some papers that a reader's rules do not hide, in their order. */
export async function withoutHidden(
  store: Pick<Store, 'query'>,
  ids: readonly number[],
  rules: RulesInForce | null,
): Promise<readonly number[]> {
  if (rules === null || ids.length === 0) return ids;
  const parameters: unknown[] = [ids];
  const condition = rules.hides((value) => `$${parameters.push(value)}`);
  const rows = await store.query<{ id: number }>(
    `select p.id from papers p where p.id = any($1::bigint[]) and (${condition})`,
    parameters,
  );
  const hidden = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => !hidden.has(id));
}
