import type { Author, Store } from '@broadsheet/papers';
import { z } from 'zod';
import type { Member } from '../members/index.ts';

/** Claims of one member that wait for an editor, at most. */
const mostWaiting = 20;

export const Evidence = z
  .string()
  .max(2000, 'Write at most 2,000 characters.')
  .transform((text) => text.replaceAll('\0', '').toWellFormed().trim())
  .pipe(
    z
      .string()
      .min(
        10,
        'Say in a sentence how an editor can see that it is you: a page of yours, your address at work.',
      ),
  );

export interface ClaimRequest {
  paperId: number;
  /** One of the names on the paper. */
  authorName: string;
  /** As `Evidence` gives it; empty only where the member's ORCID stands on the paper. */
  evidence: string;
  now: Date;
}

export type ClaimAnswer = 'accepted' | 'waiting' | 'no-paper' | 'no-such-author' | 'no-evidence' | 'too-many';

/**
 * Takes a member's word that they are an author of a paper. Where the ORCID that they have proven stands on the paper's record it is
 * accepted at once; else an editor answers it. One that was refused may be made again with better evidence.
 */
export async function claimPaper(
  store: Pick<Store, 'transaction'>,
  member: Pick<Member, 'id' | 'orcid'>,
  { paperId, authorName, evidence, now }: ClaimRequest,
): Promise<ClaimAnswer> {
  return store.transaction(async ({ query }) => {
    // Held, so that two claims at once do not both be the last that may wait.
    await query('select from members where id = $1 for no key update', [member.id]);
    const [paper] = await query<{ authors: Author[] }>(
      'select authors from papers where id = $1 and not hidden for key share',
      [paperId],
    );
    if (paper === undefined) return 'no-paper';
    const proven =
      member.orcid === null ? undefined : paper.authors.find(({ orcid }) => orcid === member.orcid);
    const author = proven ?? paper.authors.find(({ name }) => name === authorName);
    if (author === undefined) return 'no-such-author';
    const [held] = await query<{ state: string }>(
      'select state from claims where paper_id = $1 and member_id = $2',
      [paperId, member.id],
    );
    if (held?.state === 'accepted') return 'accepted';
    if (proven === undefined) {
      if (evidence === '') return 'no-evidence';
      const [waiting] = await query<{ count: number }>(
        `select count(*)::int from claims where member_id = $1 and state = 'waiting' and paper_id <> $2`,
        [member.id, paperId],
      );
      if ((waiting?.count ?? 0) >= mostWaiting) return 'too-many';
    }
    await query(
      `insert into claims (paper_id, member_id, author_name, evidence, state, decided_by, created_at, decided_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (paper_id, member_id) do update set author_name = excluded.author_name, evidence = excluded.evidence,
         state = excluded.state, decided_by = excluded.decided_by, created_at = excluded.created_at,
         decided_at = excluded.decided_at, editor_id = null, answer = ''`,
      proven === undefined
        ? [paperId, member.id, author.name, evidence, 'waiting', null, now, null]
        : [paperId, member.id, author.name, evidence, 'accepted', 'orcid', now, now],
    );
    return proven === undefined ? 'waiting' : 'accepted';
  });
}

/** Takes a claim back, also one that was accepted. @returns false where there was none. */
export async function withdrawClaim(
  store: Pick<Store, 'query'>,
  member: Pick<Member, 'id'>,
  paperId: number,
): Promise<boolean> {
  const rows = await store.query(
    `delete from claims where paper_id = $1 and member_id = $2 and state <> 'refused' returning id`,
    [paperId, member.id],
  );
  return rows.length > 0;
}
