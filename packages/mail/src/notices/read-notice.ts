import type { Store } from '@broadsheet/papers';
import type { NoticeReason } from '@broadsheet/people';

/** What a mail tells a member of: the talks, and what was said in each. */
export interface Notice {
  /** Who is told: `@ada`. */
  handle: string;
  /** Of `notice_settings`: in the link that turns all notices off. */
  settingsId: number;
  talks: NoticedTalk[];
}

export interface NoticedTalk {
  /** Of `talk_follows`: in the link that turns this talk off. */
  followId: number;
  key: string;
  title: string;
  comments: {
    id: number;
    /** Who wrote. */
    by: string;
    /** Markdown, as it was written. */
    text: string;
    reason: NoticeReason;
  }[];
}

/** What a mail is to say; null where nothing of it is left, or its member does not want it any more. */
export async function readNotice(store: Pick<Store, 'query'>, id: number): Promise<Notice | null> {
  const [own] = await store.query<{ handle: string; settingsId: number }>(
    `select m.handle, s.id as "settingsId" from notice_mails n join members m on m.id = n.member_id
       join notice_settings s on s.member_id = m.id where n.id = $1 and s.off_at is null`,
    [id],
  );
  if (own === undefined) return null;
  const rows = await store.query<
    Omit<NoticedTalk, 'comments'> & { id: number; by: string | null; text: string; reason: NoticeReason }
  >(
    `select f.id as "followId", p.title, c.id, m.name as by, c.text, n.reason,
            coalesce((select min(i.value) from identities i
                       where i.paper_id = p.id and i.scheme = 'arxiv' and i.confirmed), 'p' || p.id) as key
       from notices n join comments c on c.id = n.comment_id join papers p on p.id = c.paper_id
       join talk_follows f on f.member_id = n.member_id and f.paper_id = c.paper_id
       left join members m on m.id = c.member_id
      where n.mail_id = $1 and c.removed_at is null and not p.hidden and f.state is distinct from 'off'
      order by p.id, c.id`,
    [id],
  );
  const talks = [...Map.groupBy(rows, ({ followId }) => followId).values()].flatMap((talk): NoticedTalk[] => {
    const [first] = talk;
    if (first === undefined) return [];
    const comments = talk.map(({ id: comment, by, text, reason }) => ({
      id: comment,
      by: by ?? 'A former member',
      text,
      reason,
    }));
    return [{ followId: first.followId, key: first.key, title: first.title, comments }];
  });
  return talks.length === 0 ? null : { ...own, talks };
}
