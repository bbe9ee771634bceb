import type { Store } from '@broadsheet/papers';

/** Comments of a member, in a minute and in a day. Of an account that is younger than a day, fewer. */
const talkLimits = {
  usual: { minute: 5, day: 100 },
  fresh: { minute: 2, day: 20 },
} as const;

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * Seconds until a member may write again; 0 where they may now. Inside a transaction: the member's row is held to its end, so
 * that two comments at once do not both be the last that is allowed.
 */
export async function secondsToWait(
  { query }: Pick<Store, 'query'>,
  memberId: string,
  now: Date,
): Promise<number> {
  const [row] = await query<{ createdAt: Date }>(
    'select created_at as "createdAt" from members where id = $1 for no key update',
    [memberId],
  );
  if (row === undefined) throw new RangeError('This account is gone.');
  const limits = now.getTime() - row.createdAt.getTime() < day ? talkLimits.fresh : talkLimits.usual;
  // Those that were removed since count too.
  const rows = await query<{ at: Date }>(
    'select created_at as at from comments where member_id = $1 and created_at > $2 order by created_at desc limit $3',
    [memberId, new Date(now.getTime() - day), limits.day],
  );
  const wait = (count: number, span: number) => {
    const first = rows[count - 1];
    return first === undefined ? 0 : Math.ceil((first.at.getTime() + span - now.getTime()) / 1000);
  };
  return Math.max(0, wait(limits.minute, minute), wait(limits.day, day));
}
