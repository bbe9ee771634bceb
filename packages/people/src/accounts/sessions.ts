import type { Store } from '@broadsheet/papers';

/** A browser that is signed in, as its owner sees it. */
export interface Session {
  id: string;
  /** An IPv4 address or the first half of an IPv6 one, of when it was begun. */
  network: string | null;
  userAgent: string | null;
  createdAt: Date;
  /** To the hour. */
  seenAt: Date;
}

/** Somebody's sessions, the last used first. */
export function listSessions(
  { query }: Pick<Store, 'query'>,
  memberId: string,
  now: Date,
): Promise<Session[]> {
  return query<Session>(
    `select id, network, user_agent as "userAgent", created_at as "createdAt", updated_at as "seenAt"
       from sessions where member_id = $1 and expires_at > $2 order by updated_at desc, id`,
    [memberId, now],
  );
}

/** Ends one session of somebody; false where they have no such session. */
export async function endSession(
  { query }: Pick<Store, 'query'>,
  memberId: string,
  sessionId: string,
): Promise<boolean> {
  const rows = await query('delete from sessions where member_id = $1 and id = $2 returning id', [
    memberId,
    sessionId,
  ]);
  return rows.length > 0;
}

/** Ends all sessions of somebody but one. @returns How many. */
export async function endOtherSessions(
  { query }: Pick<Store, 'query'>,
  memberId: string,
  keep: string | null,
): Promise<number> {
  const rows = await query(
    'delete from sessions where member_id = $1 and id is distinct from $2 returning id',
    [memberId, keep],
  );
  return rows.length;
}

/**
 * Removes what is over: sessions, links, verifications and counts. To be called now and then.
 * @param now By the site's clock, which may be stopped; sessions go by the real one, as their cookies do.
 */
export async function forgetExpired({ query }: Pick<Store, 'query'>, now: Date): Promise<void> {
  const clock = new Date();
  await query('delete from sessions where expires_at < $1', [clock]);
  await query('delete from verifications where expires_at < $1', [clock]);
  await query('delete from attempts where until < $1', [now]);
  // What came of a link that was used or has expired can be seen for a week.
  await query('delete from account_links where expires_at < $1', [new Date(now.getTime() - 7 * 86_400_000)]);
}
