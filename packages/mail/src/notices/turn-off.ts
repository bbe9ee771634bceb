import type { Store } from '@broadsheet/papers';

/** The talk that a link turns off: what it is about, and whether it is off already. null where it is gone. */
export async function talkBehind(
  store: Pick<Store, 'query'>,
  followId: number,
): Promise<{ title: string; key: string; off: boolean } | null> {
  const [row] = await store.query<{ title: string; key: string; off: boolean }>(
    `select p.title, f.state is not distinct from 'off' as off,
            coalesce((select min(i.value) from identities i
                       where i.paper_id = p.id and i.scheme = 'arxiv' and i.confirmed), 'p' || p.id) as key
       from talk_follows f join papers p on p.id = f.paper_id where f.id = $1`,
    [followId],
  );
  return row ?? null;
}

/** Ends all notices of one talk for a member, or lets them come again. Doing it twice is doing it once. */
export async function turnTalkOff(
  store: Pick<Store, 'query'>,
  followId: number,
  off: boolean,
  now: Date,
): Promise<void> {
  await store.query(
    `update talk_follows set state = $2, at = $3 where id = $1 and (state is not distinct from 'off') <> $4`,
    [followId, off ? 'off' : 'on', now, off],
  );
}

/** Whether a member's notices are off altogether; null where the account is gone. */
export async function noticesBehind(
  store: Pick<Store, 'query'>,
  settingsId: number,
): Promise<{ off: boolean } | null> {
  const [row] = await store.query<{ off: boolean }>(
    'select off_at is not null as off from notice_settings where id = $1',
    [settingsId],
  );
  return row ?? null;
}

/** Ends all notices to a member, or lets them come again. What waits is not sent later. */
export async function turnNoticesOff(
  store: Pick<Store, 'transaction'>,
  settingsId: number,
  off: boolean,
  now: Date,
): Promise<void> {
  await store.transaction(async ({ query }) => {
    const [row] = await query<{ memberId: string }>(
      `update notice_settings set off_at = case when $2 then coalesce(off_at, $3::timestamptz) end
        where id = $1 returning member_id as "memberId"`,
      [settingsId, off, now],
    );
    if (row !== undefined && off)
      await query('delete from notices where member_id = $1 and mail_id is null', [row.memberId]);
  });
}

/** Whether a member has turned all notices off. */
export async function areNoticesOff(store: Pick<Store, 'query'>, memberId: string): Promise<boolean> {
  const rows = await store.query('select from notice_settings where member_id = $1 and off_at is not null', [
    memberId,
  ]);
  return rows.length > 0;
}

/** A member's notices, and whether they are off; made where there are none yet. */
export async function ownNoticeSettings(
  store: Pick<Store, 'query'>,
  memberId: string,
): Promise<{ id: number; off: boolean }> {
  await store.query('insert into notice_settings (member_id) values ($1) on conflict do nothing', [memberId]);
  const [row] = await store.query<{ id: number; off: boolean }>(
    'select id, off_at is not null as off from notice_settings where member_id = $1',
    [memberId],
  );
  if (row === undefined) throw new RangeError('This account is gone.');
  return row;
}
