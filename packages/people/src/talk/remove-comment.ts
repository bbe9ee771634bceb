import { updateStanding, type Store } from '@broadsheet/papers';
import type { Member } from '../members/index.ts';

/**
 * Takes one's own comment away, for good: its words and all that they were before are erased. Where it has answers, "removed by its
 * author" stands in its place.
 * @returns false where it is not theirs, or not there any more.
 */
export async function removeOwnComment(
  store: Pick<Store, 'transaction'>,
  author: Pick<Member, 'id'>,
  id: number,
  now: Date,
): Promise<boolean> {
  return store.transaction(async (inside) => {
    const [row] = await inside.query<{ paperId: number }>(
      `update comments set text = '', edited_at = null, removed_at = $3, removed_by = 'author', best = 0
        where id = $1 and member_id = $2 and removed_at is null returning paper_id as "paperId"`,
      [id, author.id, now],
    );
    if (row === undefined) return false;
    await eraseAround(inside, [id]);
    await updateStanding(inside, row.paperId, now);
    return true;
  });
}

/**
 * Takes a comment out of sight, on an editor's word: its text stays, so that the editor can bring it back. The caller sees to it that
 * an editor asks, and writes the log.
 * @returns The paper that it was about; null where it is not there, or was removed already.
 */
export async function hideComment(
  inside: Pick<Store, 'query'>,
  id: number,
  now: Date,
): Promise<number | null> {
  const [row] = await inside.query<{ paperId: number }>(
    `update comments set removed_at = $2, removed_by = 'editor'
      where id = $1 and removed_at is null returning paper_id as "paperId"`,
    [id, now],
  );
  if (row === undefined) return null;
  await inside.query('delete from notices where comment_id = $1 and mail_id is null', [id]);
  await updateStanding(inside, row.paperId, now);
  return row.paperId;
}

/** Brings a comment back that an editor took out of sight. @returns The paper that it is about, or null. */
export async function showComment(
  inside: Pick<Store, 'query'>,
  id: number,
  now: Date,
): Promise<number | null> {
  const [row] = await inside.query<{ paperId: number }>(
    `update comments set removed_at = null, removed_by = null
      where id = $1 and removed_by = 'editor' returning paper_id as "paperId"`,
    [id],
  );
  if (row === undefined) return null;
  await updateStanding(inside, row.paperId, now);
  return row.paperId;
}

/**
 * Erases everything that a member has said, before their account is deleted: what has answers stays as an empty place without a name.
 * Inside the transaction that deletes the account.
 */
export async function eraseTalk(inside: Pick<Store, 'query'>, memberId: string, now: Date): Promise<void> {
  const rows = await inside.query<{ id: number; paperId: number }>(
    `update comments set text = '', edited_at = null, best = 0, removed_at = coalesce(removed_at, $2), removed_by = 'author'
      where member_id = $1 returning id, paper_id as "paperId"`,
    [memberId, now],
  );
  await eraseAround(
    inside,
    rows.map(({ id }) => id),
  );
  for (const paperId of new Set(rows.map((row) => row.paperId))) await updateStanding(inside, paperId, now);
}

/** What hangs on comments whose author wants them gone. */
async function eraseAround({ query }: Pick<Store, 'query'>, ids: readonly number[]): Promise<void> {
  for (const table of ['comment_versions', 'comment_reactions', 'notices'])
    await query(`delete from ${table} where comment_id = any($1::bigint[])`, [ids]);
}
