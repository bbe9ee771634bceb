import { createHash } from 'node:crypto';
import type { Store } from '@broadsheet/papers';

/** How often something may be tried. */
export interface AttemptLimit {
  /** What is tried, such as `password`. */
  what: string;
  /** Tries in one stretch of time. */
  tries: number;
  /** How long that stretch is, in seconds, from the first try. */
  seconds: number;
}

/**
 * Counts one try, in the store, so that all processes count together.
 * @param who An address of the network, or of mail; kept as a digest alone.
 * @returns null where it may be tried, else after how many seconds (at least 1) it may be again.
 */
export async function spendAttempt(
  { query }: Pick<Store, 'query'>,
  { what, tries, seconds }: AttemptLimit,
  who: string,
  now: Date,
): Promise<number | null> {
  const key = keyOf(what, who);
  const [row] = await query<{ count: number; until: Date }>(
    `insert into attempts as a (key, count, until) values ($1, 1, $2)
     on conflict (key) do update set count = case when a.until <= $3 then 1 else a.count + 1 end,
                                     until = case when a.until <= $3 then excluded.until else a.until end
     returning count, until`,
    [key, new Date(now.getTime() + seconds * 1000), now],
  );
  if (row === undefined || row.count <= tries) return null;
  return Math.max(1, Math.ceil((row.until.getTime() - now.getTime()) / 1000));
}

/** Forgets the tries of somebody who has succeeded. */
export async function forgiveAttempts(
  { query }: Pick<Store, 'query'>,
  { what }: Pick<AttemptLimit, 'what'>,
  who: string,
): Promise<void> {
  await query('delete from attempts where key = $1', [keyOf(what, who)]);
}

function keyOf(what: string, who: string): string {
  return `${what} ${createHash('sha256').update(who.toLowerCase()).digest('hex').slice(0, 32)}`;
}
