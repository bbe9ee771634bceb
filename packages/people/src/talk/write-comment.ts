import { updateStanding, type Store } from '@broadsheet/papers';
import type { Member } from '../members/index.ts';
import { isLocked } from '../moderation/is-locked.ts';
import { followByWriting } from './follow-talk.ts';
import { noteComment } from './note-comment.ts';
import { secondsToWait } from './talk-limits.ts';

/** Answers one below the other; one that would stand deeper stands beside what it answers. */
const deepest = 200;

/** Milliseconds within which the same words again are the same form sent twice. */
const sameForm = 10 * 60_000;

export interface NewComment {
  paperId: number;
  /** What it answers; null to begin a thread. */
  parentId: number | null;
  /** As `CommentText` gives it. */
  text: string;
  now: Date;
}

/** The comment's number, or why it was not taken. */
export type WriteAnswer =
  | { id: number }
  | { refused: 'locked' | 'no-paper' | 'no-parent' }
  | { refused: 'too-many'; seconds: number };

/**
 * Takes a comment: with it the paper's count, its place in the trending order and the notices of those who are to hear of it, in one
 * transaction. The same words under the same comment within ten minutes are taken once. Whoever writes follows the talk from then
 * on, unless they have turned its notices off.
 */
export async function writeComment(
  store: Pick<Store, 'transaction'>,
  author: Pick<Member, 'id'>,
  { paperId, parentId, text, now }: NewComment,
): Promise<WriteAnswer> {
  return store.transaction(async (inside) => {
    const { query } = inside;
    const seconds = await secondsToWait(inside, author.id, now);
    const [same] = await query<{ id: number }>(
      `select id from comments where member_id = $1 and paper_id = $2 and parent_id is not distinct from $3 and text = $4
          and created_at > $5 and removed_at is null limit 1`,
      [author.id, paperId, parentId, text, new Date(now.getTime() - sameForm)],
    );
    if (same !== undefined) return { id: same.id };
    if (seconds > 0) return { refused: 'too-many', seconds };
    // Held, so that the paper is not joined to another one meanwhile.
    const [paper] = await query('select from papers where id = $1 and not hidden for key share', [paperId]);
    if (paper === undefined) return { refused: 'no-paper' };
    if (await isLocked(inside, paperId)) return { refused: 'locked' };
    const place = parentId === null ? null : await placeUnder(inside, paperId, parentId);
    if (place === 'nowhere') return { refused: 'no-parent' };
    const [written] = await query<{ id: number }>(
      `insert into comments (paper_id, member_id, parent_id, root_id, depth, text, created_at)
       values ($1, $2, $3, $4, $5, $6, $7) returning id`,
      [paperId, author.id, place?.parentId ?? null, place?.rootId ?? null, place?.depth ?? 0, text, now],
    );
    if (written === undefined) throw new Error('The store gave no number for a comment.');
    await followByWriting(inside, author.id, paperId, now);
    await noteComment(inside, { id: written.id, paperId, memberId: author.id, parentId, text, now });
    await updateStanding(inside, paperId, now);
    return { id: written.id };
  });
}

async function placeUnder(
  { query }: Pick<Store, 'query'>,
  paperId: number,
  parentId: number,
): Promise<{ parentId: number; rootId: number; depth: number } | 'nowhere'> {
  const [parent] = await query<{ id: number; parentId: number | null; rootId: number | null; depth: number }>(
    `select id, parent_id as "parentId", root_id as "rootId", depth from comments
      where id = $1 and paper_id = $2 and removed_at is null`,
    [parentId, paperId],
  );
  if (parent === undefined) return 'nowhere';
  const rootId = parent.rootId ?? parent.id;
  return parent.depth < deepest
    ? { parentId: parent.id, rootId, depth: parent.depth + 1 }
    : { parentId: parent.parentId ?? parent.id, rootId, depth: parent.depth };
}
