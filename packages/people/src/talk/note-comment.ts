import type { Store } from '@broadsheet/papers';
import { mentionsIn } from './mentions.ts';

/** Why somebody is told of a comment, the strongest first. */
export const noticeReasons = ['answer', 'mention', 'follow'] as const;
export type NoticeReason = (typeof noticeReasons)[number];

/**
 * Notes who is to be told of a comment: whom it answers, whom it calls by their handles, and who follows the talk; each once, and
 * nobody who has turned notices off, here or altogether, nor its own author. packages/mail makes mails of them.
 */
export async function noteComment(
  { query }: Pick<Store, 'query'>,
  comment: {
    id: number;
    paperId: number;
    memberId: string;
    parentId: number | null;
    text: string;
    now: Date;
    /** An edited comment tells only whom it had not called before. */
    edited?: boolean;
  },
): Promise<void> {
  await query(
    `insert into notices (member_id, comment_id, reason, at)
     select t.member_id, $1::bigint, (array_agg(t.reason order by t.rank))[1], $6
       from (select member_id, 'answer' as reason, 1 as rank from comments where id = $4 and not $7
             union all select id, 'mention', 2 from members where handle = any($5::text[])
             union all select member_id, 'follow', 3 from talk_follows where paper_id = $2 and state = 'on' and not $7) t
      where t.member_id <> $3
        and not exists (select from talk_follows f where f.member_id = t.member_id and f.paper_id = $2 and f.state = 'off')
        and not exists (select from notice_settings s where s.member_id = t.member_id and s.off_at is not null)
      group by t.member_id
     on conflict (member_id, comment_id) do nothing`,
    [
      comment.id,
      comment.paperId,
      comment.memberId,
      comment.parentId,
      mentionsIn(comment.text),
      comment.now,
      comment.edited ?? false,
    ],
  );
}
