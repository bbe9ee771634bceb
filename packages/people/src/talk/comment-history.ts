import { compareTexts, type Store, type TextRun } from '@broadsheet/papers';

/** What a comment said at one time, and what that changed. */
export interface CommentVersion {
  /** From 1. */
  version: number;
  writtenAt: Date;
  /** Against the version before; of the first, all of it is the same. */
  runs: TextRun[];
}

/** Every version of a comment, the newest first. None where there is no such comment, or it was removed. */
export async function commentHistory(store: Pick<Store, 'query'>, id: number): Promise<CommentVersion[]> {
  const versions = await store.query<{ text: string; writtenAt: Date }>(
    `select text, "writtenAt" from (
       select v.version, v.text, v.written_at as "writtenAt" from comment_versions v where v.comment_id = $1
       union all
       select 2147483647, c.text, coalesce(c.edited_at, c.created_at) from comments c where c.id = $1) all_versions
      where exists (select from comments c join papers p on p.id = c.paper_id
                     where c.id = $1 and c.removed_at is null and not p.hidden)
      order by version`,
    [id],
  );
  return versions
    .map(({ text, writtenAt }, index) => {
      const before = versions[index - 1];
      return {
        version: index + 1,
        writtenAt,
        runs: before === undefined ? [{ kind: 'same' as const, text }] : compareTexts(before.text, text),
      };
    })
    .reverse();
}
