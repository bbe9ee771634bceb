import type { Store } from '@broadsheet/papers';
import type { Reaction } from './reactions.ts';

/** Who wrote a comment. */
export interface CommentAuthor {
  handle: string;
  /** Hostile until escaped. */
  name: string;
  /** An author of the paper, by an accepted claim. */
  isPaperAuthor: boolean;
  isEditor: boolean;
  /** The account is young: its links are to count for nothing at search engines. */
  isNew: boolean;
}

/** What somebody said of a paper. */
export interface Comment {
  id: number;
  paperId: number;
  parentId: number | null;
  /** Answers above it. */
  depth: number;
  /** Null where the account is gone, and where the comment is. */
  author: CommentAuthor | null;
  /** Markdown; empty where it was removed. */
  text: string;
  createdAt: Date;
  editedAt: Date | null;
  /** Who removed it; null where it stands. */
  removed: 'author' | 'editor' | null;
  reactions: { reaction: Reaction; count: number }[];
  /** What the order "best" goes by: `bestScore`. */
  best: number;
}

/** Days in which an account is new. */
const newFor = 30;

/** SQL of a comment, from `comments c` and what `commentJoins` brings; `$now` is its first parameter, the moment of asking. */
export const commentColumns = `
  c.id, c.paper_id as "paperId", c.parent_id as "parentId", c.depth, c.created_at as "createdAt", c.best,
  case when c.removed_at is null then c.text else '' end as text,
  case when c.removed_at is null then c.edited_at end as "editedAt",
  case when c.removed_at is not null then c.removed_by end as removed,
  case when c.removed_at is null and m.id is not null then jsonb_build_object(
    'handle', m.handle, 'name', m.name, 'isEditor', m.role in ('editor', 'owner'),
    'isNew', m.created_at > $1::timestamptz - interval '${newFor} days' and m.role not in ('editor', 'owner'),
    'isPaperAuthor', exists (select from claims k
       where k.paper_id = c.paper_id and k.member_id = m.id and k.state = 'accepted')) end as author,
  case when c.removed_at is null then coalesce((select jsonb_agg(jsonb_build_object('reaction', r.reaction, 'count', r.count))
    from (select reaction, count(*) from comment_reactions where comment_id = c.id group by 1) r), '[]') else '[]' end as reactions`;

export const commentJoins = 'left join members m on m.id = c.member_id';

/** A comment by its number, also a removed one; null where there is none, or its paper is hidden. */
export async function getComment(
  store: Pick<Store, 'query'>,
  id: number,
  now: Date,
): Promise<Comment | null> {
  const [row] = await store.query<Comment>(
    `select ${commentColumns} from comments c ${commentJoins}
       join papers p on p.id = c.paper_id and not p.hidden where c.id = $2`,
    [now, id],
  );
  return row ?? null;
}
