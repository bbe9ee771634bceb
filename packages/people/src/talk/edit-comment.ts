import type { Store } from '@broadsheet/papers';
import type { Member } from '../members/index.ts';
import { isLocked } from '../moderation/is-locked.ts';
import { noteComment } from './note-comment.ts';

/** Versions of a comment at most: after that it stays as it is. */
const mostVersions = 100;

export type EditAnswer = 'edited' | 'unchanged' | 'locked' | 'too-many' | 'not-yours';

/**
 * Puts other words into one's own comment; what it said before stays in its history, for all to see. Whom the new words call, and the
 * old did not, is told.
 * @returns `not-yours` also where there is no such comment, or it was removed.
 */
export async function editComment(
  store: Pick<Store, 'transaction'>,
  author: Pick<Member, 'id'>,
  { id, text, now }: { id: number; text: string; now: Date },
): Promise<EditAnswer> {
  return store.transaction(async (inside) => {
    const { query } = inside;
    const [before] = await query<{
      paperId: number;
      parentId: number | null;
      text: string;
      versions: number;
    }>(
      `select paper_id as "paperId", parent_id as "parentId", text,
              (select count(*)::int from comment_versions v where v.comment_id = c.id) as versions
         from comments c where id = $1 and member_id = $2 and removed_at is null for update`,
      [id, author.id],
    );
    if (before === undefined) return 'not-yours';
    if (before.text === text) return 'unchanged';
    if (before.versions >= mostVersions) return 'too-many';
    if (await isLocked(inside, before.paperId)) return 'locked';
    await query(
      `insert into comment_versions (comment_id, version, text, written_at)
       select id, coalesce((select max(version) from comment_versions where comment_id = c.id), 0) + 1, text,
              coalesce(edited_at, created_at) from comments c where id = $1`,
      [id],
    );
    await query('update comments set text = $2, edited_at = $3 where id = $1', [id, text, now]);
    await noteComment(inside, { id, ...before, memberId: author.id, text, now, edited: true });
    return 'edited';
  });
}
