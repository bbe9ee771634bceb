import type { Store } from '@broadsheet/papers';
import type { DecisionKind, SubjectKind } from './decision.ts';

/** A line of the moderation log. */
export interface LoggedDecision {
  id: number;
  at: Date;
  kind: DecisionKind;
  subjectKind: SubjectKind;
  subjectId: string;
  /** The editor's handle; null where the account is gone. */
  editor: string | null;
  /** The handle of whom it concerns, where it is somebody who still has an account. */
  concerns: string | null;
  reason: string;
  detail: Record<string, string>;
}

const columns = `
  l.id, l.at, l.action as kind, l.subject_kind as "subjectKind", l.subject_id as "subjectId", a.handle as editor,
  c.handle as concerns, l.reason, l.detail`;
const tables =
  'from moderation_log l left join members a on a.id = l.actor_id left join members c on c.id = l.concerns_id';

/** Lines to a page of the log. */
export const decisionsPerPage = 50;

/**
 * The moderation log, the newest line first: at most 50 lines.
 * @param before only lines older than this one, for the next page
 */
export function listDecisions(
  store: Pick<Store, 'query'>,
  { before, subject }: { before?: number; subject?: { kind: SubjectKind; id: string } } = {},
): Promise<LoggedDecision[]> {
  return store.query<LoggedDecision>(
    `select ${columns} ${tables}
      where ($1::bigint is null or l.id < $1) and ($2::text is null or (l.subject_kind = $2 and l.subject_id = $3))
      order by l.id desc limit ${decisionsPerPage}`,
    [before ?? null, subject?.kind ?? null, subject?.id ?? null],
  );
}

/**
 * What of the log concerns a member: decisions about them and their comments, and about papers that they brought, or are known to have
 * written. Editors' names are left out: whoever answers for the site answers for all of it.
 */
export async function decisionsConcerning(
  store: Pick<Store, 'query'>,
  memberId: string,
): Promise<LoggedDecision[]> {
  const rows = await store.query<LoggedDecision>(
    `select ${columns} ${tables}
      where l.concerns_id = $1 or (l.subject_kind = 'paper' and l.action <> 'dismiss reports' and l.subject_id in (
        select paper_id::text from claims where member_id = $1 and state = 'accepted'
        union select p.paper_id::text from submitted_papers p join submissions s on s.id = p.submission_id
               where s.member_id = $1 and s.taken_at is not null))
      order by l.id desc limit 200`,
    [memberId],
  );
  return rows.map((row) => ({ ...row, editor: null }));
}
