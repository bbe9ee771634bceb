import type { Store } from '@broadsheet/papers';
import { commentColumns, commentJoins, type Comment } from './comment.ts';

/** A comment with what it is about. */
export interface PlacedComment extends Comment {
  paper: { id: number; key: string; title: string };
}

/** Which comments: of one paper or of one member; else of all. */
export interface CommentSelection {
  paperId?: number;
  handle?: string;
}

/**
 * The newest comments that stand, newest first.
 * @param limit 1 to 200. @param before only those older than the comment of this number.
 */
export async function newestComments(
  store: Pick<Store, 'query'>,
  { paperId, handle }: CommentSelection,
  { limit, before, now }: { limit: number; before?: number | undefined; now: Date },
): Promise<PlacedComment[]> {
  if (!Number.isInteger(limit) || limit < 1 || limit > 200)
    throw new RangeError('Ask for 1 to 200 comments.');
  return store.query<PlacedComment>(
    `select ${commentColumns}, jsonb_build_object('id', p.id, 'title', p.title, 'key', coalesce(
              (select min(i.value) from identities i where i.paper_id = p.id and i.scheme = 'arxiv' and i.confirmed),
              'p' || p.id)) as paper
       from comments c ${commentJoins} join papers p on p.id = c.paper_id
      where c.removed_at is null and not p.hidden
        and ($3::bigint is null or c.paper_id = $3) and ($4::text is null or m.handle = $4)
        and ($5::bigint is null or c.id < $5)
      order by c.id desc limit $2`,
    [now, limit, paperId ?? null, handle ?? null, before ?? null],
  );
}
