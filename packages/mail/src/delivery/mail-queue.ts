import type { Store } from '@broadsheet/papers';
import type { QueuedMail } from './queued-mail.ts';

/**
 * The queue of mails, in the table `mails`: each step of a mail is written down before it is taken, so that a process may be
 * killed at any point, and others may work beside it.
 *
 *     waiting → claimed → handed → sent | failed | unknown
 *        ↑_________|________|  (not now: it waits for its next try)
 *
 * - `claimed`: a process has it, until `claimed_until`. Nothing of it has gone out. When the process is gone, it waits again.
 * - `handed`: committed after the server has said that it wants the content, and before the first byte of that goes out.
 * - `sent`, `failed`: the server has answered.
 * - `unknown`: its content was begun, and the process or the connection was gone before the answer was written down. The
 *   server may have it or not (RFC 1047 tells of this gap; SMTP has no way to ask). **It is not sent again by itself**: to
 *   get nothing once is better than to get the same twice. An operator may decide otherwise (`retryUnknown`).
 * - `suppressed`: its address gets nothing any more.
 *
 * So a kill costs at most the mails that are between `handed` and the answer just then, one for each connection. On loopback
 * that gap is some milliseconds for each mail; a real server takes as long as it takes to look for viruses.
 */

type Query = Store['query'];

/** A mail just claimed, with why it is perhaps not to be sent. */
export interface ClaimedMail extends QueuedMail {
  /** Why its address gets nothing; null where it may. */
  suppressed: string | null;
  /** Its subscription has ended. */
  over: boolean;
}

export interface ClaimOptions {
  /** Who claims. */
  worker: string;
  now: Date;
  until: Date;
  /** At most so many. */
  limit: number;
  /** Confirmations, links and the like, for which somebody sits and waits, or digests. */
  kinds: 'asked-for' | 'digests';
  /** Domains that are not served just now. */
  without: readonly string[];
  /** Mails a UTC day at most, from all processes; null where there is no limit. */
  perDay: number | null;
}

/**
 * Why an address gets nothing. One that is suppressed because mail to it failed still gets the mail that asks whether it
 * wants to subscribe: that is how it can say that it works again (`confirmSubscription`). Links to one's own account stop
 * where the operator has said so, and nowhere else: who complained about a digest still has to be able to sign in.
 */
const suppression = `(select s.reason from suppressions s where s.address_key = mails.address_key
  and (mails.kind <> 'confirmation' or s.reason not in ('hard-bounce', 'soft-bounces'))
  and (mails.kind <> 'account' or s.reason = 'operator'))`;

const isOver = `exists (select from issues i join subscriptions u on u.id = i.subscription_id
  where i.id = mails.issue_id and u.ended_at is not null)`;

/**
 * Claims mails that are due, those first that have waited longest.
 * @returns null where the day's share is used up.
 */
export async function claimMails(store: Store, options: ClaimOptions): Promise<ClaimedMail[] | null> {
  if (options.perDay === null) return claim(store.query, options, options.limit);
  const perDay = options.perDay;
  return store.transaction(async ({ query }) => {
    // Two processes at once would both take the last that the day allows.
    await query(`select pg_advisory_xact_lock(hashtext('mails a day'))`);
    const left = await leftToday(query, perDay, options);
    return left <= 0 ? null : claim(query, options, Math.min(options.limit, left));
  });
}

function claim(
  query: Query,
  { worker, now, until, kinds, without }: ClaimOptions,
  limit: number,
): Promise<ClaimedMail[]> {
  return query<ClaimedMail>(
    `update mails set state = 'claimed', claimed_by = $1, claimed_until = $3
      where id in (
        select id from mails
         where state = 'waiting' and next_try_at <= $2 and kind ${kinds === 'digests' ? '=' : '<>'} 'digest'
           and domain <> all ($4::text[])
           and not exists (select from mail_domains d where d.domain = mails.domain and d.paused_until > $2)
         order by next_try_at, id limit $5 for update skip locked)
      returning id, kind, issue_id as "issueId", request_id as "requestId", subscriber_id as "subscriberId",
                account_link_id as "accountLinkId", notice_id as "noticeId", address, address_key as "addressKey", domain, created_at as "createdAt", attempts,
                ${suppression} as suppressed, ${isOver} as over`,
    [worker, now, until, without, limit],
  );
}

/**
 * How many mails the day still allows: what was sent since midnight (UTC), or may have been, and what somebody is about to
 * send, are taken off. A twentieth is kept for those who wait for a confirmation or for their links.
 */
async function leftToday(
  query: Query,
  perDay: number,
  { now, kinds }: Pick<ClaimOptions, 'now' | 'kinds'>,
): Promise<number> {
  const midnight = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
  const [row] = await query<{ used: number }>(
    `select (select count(*) from mails where ended_at >= $1 and state in ('sent', 'unknown'))::int
          + (select count(*) from mails where state in ('claimed', 'handed'))::int as used`,
    [midnight],
  );
  return perDay - (kinds === 'digests' ? Math.floor(perDay / 20) : 0) - (row?.used ?? 0);
}

/** Puts claimed mails back as they were. */
export async function unclaimMails(
  { query }: Pick<Store, 'query'>,
  worker: string,
  ids: readonly number[] | 'all',
): Promise<void> {
  const release = `update mails set state = 'waiting', claimed_by = null, claimed_until = null
    where claimed_by = $1 and state = 'claimed'`;
  if (ids === 'all') await query(release, [worker]);
  else if (ids.length > 0) await query(`${release} and id = any ($2::bigint[])`, [worker, ids]);
}

/** Says that a worker is still there. */
export async function renewClaims(
  { query }: Pick<Store, 'query'>,
  worker: string,
  until: Date,
): Promise<void> {
  await query(`update mails set claimed_until = $2 where state = 'claimed' and claimed_by = $1`, [
    worker,
    until,
  ]);
}

/**
 * Writes down that the content of these mails is about to go out: the last step that can be taken back.
 * @returns Those that may go: not those that somebody else has by now, or whose subscription or address ended meanwhile.
 */
export async function handOver(
  { query }: Pick<Store, 'query'>,
  { worker, ids, now, until }: { worker: string; ids: readonly number[]; now: Date; until: Date },
): Promise<Set<number>> {
  const rows = await query<{ id: number }>(
    `update mails set state = 'handed', handed_at = $3, claimed_until = $4
      where id = any ($2::bigint[]) and state = 'claimed' and claimed_by = $1
        and ${suppression} is null and not ${isOver}
      returning id`,
    [worker, ids, now, until],
  );
  return new Set(rows.map(({ id }) => id));
}

/** How a mail ended, or that it waits again. */
export interface Mark {
  id: number;
  state: 'waiting' | 'sent' | 'failed' | 'unknown' | 'suppressed';
  /** What the server said last. */
  reply: string;
  /** When it is tried again; only where it waits. */
  nextTryAt?: Date;
  /** Whether a server was asked to take it. */
  attempted: boolean;
}

/**
 * Writes down how mails ended. Only what this worker has claimed is touched; a mail that was given up as `unknown` while
 * its answer took long is known after all.
 */
export async function markMails(
  query: Query,
  { worker, marks, now }: { worker: string; marks: readonly Mark[]; now: Date },
): Promise<void> {
  if (marks.length === 0) return;
  await query(
    `update mails
        set state = v.state, reply = v.reply, attempts = attempts + v.attempted::int,
            next_try_at = coalesce(v.next, next_try_at),
            handed_at = case v.state when 'waiting' then null when 'sent' then coalesce(handed_at, $3) else handed_at end,
            ended_at = case when v.state <> 'waiting' then $3::timestamptz end,
            claimed_by = case when v.state = 'unknown' then claimed_by end, claimed_until = null
       from jsonb_to_recordset($2::jsonb) as v(id bigint, state text, reply text, next timestamptz, attempted boolean)
      where mails.id = v.id and mails.id = any ($4::bigint[]) and claimed_by = $1 and mails.state in ('claimed', 'handed', 'unknown')`,
    [
      worker,
      JSON.stringify(
        marks.map(({ nextTryAt, ...mark }) => ({ ...mark, next: nextTryAt?.toISOString() ?? null })),
      ),
      now,
      marks.map(({ id }) => id),
    ],
  );
}

/** Takes mails out of the queue that have nothing to say any more. */
export async function dropMails(
  { query }: Pick<Store, 'query'>,
  worker: string,
  ids: readonly number[],
): Promise<void> {
  if (ids.length === 0) return;
  await query(`delete from mails where claimed_by = $1 and state = 'claimed' and id = any ($2::bigint[])`, [
    worker,
    ids,
  ]);
}

/** Looks after mails whose worker is gone. */
export async function reviveMails(
  { query }: Pick<Store, 'query'>,
  now: Date,
): Promise<{ revived: number; unknown: number }> {
  const [revived, unknown] = [
    await query(
      `update mails set state = 'waiting', claimed_by = null, claimed_until = null
        where state = 'claimed' and claimed_until <= $1 returning id`,
      [now],
    ),
    await query(
      `update mails set state = 'unknown', ended_at = $1, claimed_until = null,
              reply = 'The process that sent it was gone before the server’s answer was written down.'
        where state = 'handed' and claimed_until <= $1 returning id`,
      [now],
    ),
  ];
  return { revived: revived.length, unknown: unknown.length };
}

/**
 * Puts mails into the queue again of which nobody knows whether they arrived: for an operator who prefers that some get
 * two to that some get none.
 * @returns How many.
 */
export async function retryUnknown({ query }: Pick<Store, 'query'>, now: Date): Promise<number> {
  const rows = await query(
    `update mails set state = 'waiting', next_try_at = $1, handed_at = null, ended_at = null, claimed_by = null
      where state = 'unknown' returning id`,
    [now],
  );
  return rows.length;
}
