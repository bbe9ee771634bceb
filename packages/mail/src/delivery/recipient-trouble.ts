import type { Store } from '@broadsheet/papers';

/** Days within which passing troubles of an address are added up. */
const softBounceDays = 14;
/** So many of them, and it gets nothing any more. */
const softBounceLimit = 5;

export interface RecipientTrouble {
  addressKey: string;
  kind: 'mailbox' | 'passing' | 'complaint';
  /** What was said about it, on one line. */
  detail: string;
}

/**
 * Writes down what was learnt about an address: one that does not exist is suppressed at once, one whose trouble may pass
 * when it has had five in fourteen days. Inside a transaction.
 * @returns The suppression that followed; null where none did.
 */
export async function recordTrouble(
  query: Store['query'],
  { addressKey, kind, detail }: RecipientTrouble,
  now: Date,
): Promise<'hard-bounce' | 'soft-bounces' | 'complaint' | null> {
  if (kind === 'mailbox') return suppress(query, addressKey, 'hard-bounce', detail, now);
  if (kind === 'complaint') return suppress(query, addressKey, 'complaint', detail, now);
  await query(
    'insert into soft_bounces (address_key, at, detail) values ($1, $2, $3) on conflict (address_key, at) do nothing',
    [addressKey, now, detail],
  );
  const since = new Date(now.getTime() - softBounceDays * 86_400_000);
  // What is older counts for nothing any more, and nothing about an address is kept longer than it counts.
  await query('delete from soft_bounces where address_key = $1 and at <= $2', [addressKey, since]);
  const [row] = await query<{ count: number }>(
    'select count(*)::int as count from soft_bounces where address_key = $1',
    [addressKey],
  );
  if ((row?.count ?? 0) < softBounceLimit) return null;
  // An address that is given another chance begins at nought.
  await query('delete from soft_bounces where address_key = $1', [addressKey]);
  return suppress(query, addressKey, 'soft-bounces', detail, now);
}

/** A complaint outweighs a bounce, and what an operator decided outweighs both. */
async function suppress<Reason extends 'hard-bounce' | 'soft-bounces' | 'complaint'>(
  query: Store['query'],
  addressKey: string,
  reason: Reason,
  detail: string,
  now: Date,
): Promise<Reason> {
  await query(
    `insert into suppressions (address_key, reason, detail, at) values ($1, $2, $3, $4)
     on conflict (address_key) do update set reason = excluded.reason, detail = excluded.detail, at = excluded.at
        where suppressions.reason in ('hard-bounce', 'soft-bounces') and excluded.reason = 'complaint'`,
    [addressKey, reason, detail, now],
  );
  return reason;
}
