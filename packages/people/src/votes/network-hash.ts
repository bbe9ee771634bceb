import { createHmac, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import type { Store } from '@broadsheet/papers';

/** Days that a trace of where a vote came from is kept. */
export const daysOfTraces = 14;

const fact = 'vote-network-key';

interface DayKey {
  day: string;
  key: string;
}

/**
 * Where a vote came from, as the audit may know it: a keyed hash (HMAC-SHA-256, 16 hexadecimal digits) of the network, an IPv4 /24 or
 * an IPv6 /48. Votes of one network on one day (UTC) have the same hash; a day's key is thrown away when the next begins, and from
 * then on nobody, the operator included, can tell a network from its hash or compare two days.
 * @returns null for what is no address, and for this machine.
 */
export async function hashNetwork(
  store: Pick<Store, 'query'>,
  address: string,
  now: Date,
): Promise<string | null> {
  const network = networkOf(address);
  if (network === null) return null;
  const key = await keyOfDay(store, now.toISOString().slice(0, 10));
  return createHmac('sha256', Buffer.from(key, 'base64')).update(network).digest('hex').slice(0, 16);
}

/** Throws away traces that are older than 14 days, and the key of a day that is over. */
export async function forgetTraces(store: Pick<Store, 'query'>, now: Date): Promise<void> {
  await store.query('delete from vote_traces where at < $1', [
    new Date(now.getTime() - daysOfTraces * 86_400_000),
  ]);
  await store.query(`delete from facts where key = $1 and value ->> 'day' < $2`, [
    fact,
    now.toISOString().slice(0, 10),
  ]);
}

/** Of two processes that meet a new day at once, the key of the first stands. */
async function keyOfDay(store: Pick<Store, 'query'>, day: string): Promise<string> {
  const [known] = await store.query<{ value: DayKey }>('select value from facts where key = $1', [fact]);
  if (known?.value.day === day) return known.value.key;
  const [row] = await store.query<{ value: DayKey }>(
    `insert into facts (key, value) values ($1, $2::jsonb)
     on conflict (key) do update set value =
       case when facts.value ->> 'day' = excluded.value ->> 'day' then facts.value else excluded.value end
     returning value`,
    [fact, JSON.stringify({ day, key: randomBytes(32).toString('base64') } satisfies DayKey)],
  );
  if (row === undefined) throw new Error('The store kept no key for this day’s votes.');
  return row.value.key;
}

/** The first 24 bits of an IPv4 address, the first 48 of an IPv6 one; an IPv4 address inside IPv6 is the IPv4 one. */
export function networkOf(address: string): string | null {
  const plain = address.replace(/%.*$/, '').toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  const bare = mapped ?? plain;
  if (isIP(bare) === 4) return bare.startsWith('127.') ? null : bare.split('.').slice(0, 3).join('.');
  if (isIP(bare) !== 6 || bare === '::1') return null;
  const [head = '', tail] = bare.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right]
    .slice(0, 3)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':');
}
