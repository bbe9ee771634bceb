import type { Store } from '@broadsheet/papers';
import { parseAddress } from '../subscriptions/address.ts';

/** A notice waits so long for others, and for second thoughts of who wrote, in milliseconds. */
const patience = 5 * 60_000;

/** Least time between two such mails to one member, in milliseconds: a busy talk is one mail an hour. */
const betweenMails = 60 * 60_000;

/** Notices that found no way out for so long are forgotten, in milliseconds. */
const forgotten = 30 * 86_400_000;

/** Members that are looked at in one go. */
const handful = 100;

/**
 * Makes mails of what members are to be told: one for all that waits for a member, at most one an hour. A mail, what it tells of and the
 * time of it are written in one transaction that holds the member's settings, so that any number of processes may do this at once, and
 * nobody is told of a comment twice.
 * @returns How many mails were put into the queue.
 */
export async function gatherNotices(
  store: Store,
  { now, signal }: { now: Date; signal?: AbortSignal },
): Promise<number> {
  await store.query('delete from notices where mail_id is null and at < $1', [
    new Date(now.getTime() - forgotten),
  ]);
  let mails = 0;
  for (let last = ''; signal?.aborted !== true;) {
    const due = await store.query<{ id: string }>(
      `select m.id from members m left join notice_settings s on s.member_id = m.id
        where m.id > $1 and m.email_verified and s.off_at is null and (s.last_mail_at is null or s.last_mail_at <= $3)
          and exists (select from notices n where n.member_id = m.id and n.mail_id is null and n.at <= $2)
        order by m.id limit ${handful}`,
      [last, new Date(now.getTime() - patience), new Date(now.getTime() - betweenMails)],
    );
    for (const { id } of due) if (await gatherFor(store, id, now)) mails++;
    if (due.length < handful) break;
    last = due.at(-1)?.id ?? '';
  }
  return mails;
}

async function gatherFor(store: Store, memberId: string, now: Date): Promise<boolean> {
  return store.transaction(async ({ query }) => {
    await query('insert into notice_settings (member_id) values ($1) on conflict do nothing', [memberId]);
    const [settings] = await query<{ email: string }>(
      `select m.email from notice_settings s join members m on m.id = s.member_id
        where s.member_id = $1 and s.off_at is null and (s.last_mail_at is null or s.last_mail_at <= $2) for update of s`,
      [memberId, new Date(now.getTime() - betweenMails)],
    );
    const address = settings === undefined ? null : parseAddress(settings.email);
    if (address === null) return false;
    // What was removed since is not told, nor what its member does not want to hear any more.
    await query(
      `delete from notices n using comments c
        where n.member_id = $1 and n.mail_id is null and c.id = n.comment_id
          and (c.removed_at is not null or exists (select from papers p where p.id = c.paper_id and p.hidden)
               or exists (select from talk_follows f where f.member_id = $1 and f.paper_id = c.paper_id and f.state = 'off'))`,
      [memberId],
    );
    const waiting = await query('select from notices where member_id = $1 and mail_id is null limit 1', [
      memberId,
    ]);
    if (waiting.length === 0) return false;
    const [mail] = await query<{ id: number }>(
      'insert into notice_mails (member_id, composed_at) values ($1, $2) returning id',
      [memberId, now],
    );
    await query('update notices set mail_id = $2 where member_id = $1 and mail_id is null', [
      memberId,
      mail?.id,
    ]);
    // Each talk in it can be turned off by a link, which needs a row.
    await query(
      `insert into talk_follows (member_id, paper_id, at)
       select distinct n.member_id, c.paper_id, $2::timestamptz from notices n join comments c on c.id = n.comment_id
        where n.mail_id = $1 on conflict do nothing`,
      [mail?.id, now],
    );
    await query('update notice_settings set last_mail_at = $2 where member_id = $1', [memberId, now]);
    await query(
      `insert into mails (kind, notice_id, address, address_key, domain, created_at, next_try_at)
       values ('notice', $1, $2, $3, $4, $5, $5)`,
      [mail?.id, address.address, address.key, address.domain, now],
    );
    return true;
  });
}
