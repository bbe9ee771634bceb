import type { Store } from '@broadsheet/papers';
import type { ReportedKind, ReportReason } from './report.ts';

/** What somebody said of a thing. */
interface FiledReport {
  reason: ReportReason;
  note: string;
  /** Their handle; null where the account is gone. */
  reporter: string | null;
  at: Date;
}

/** A thing that was reported, with all that waits about it. */
export interface ReportedThing {
  kind: ReportedKind;
  id: string;
  reports: FiledReport[];
  /** What it says: a paper's title, a comment's text, a member's name; null where it is gone. */
  text: string | null;
  /** The paper that it is or is about; null for members. */
  paperId: number | null;
  /** The handle of whose it is: a comment's author, or the member. */
  owner: string | null;
  /** Whether it is out of sight already. */
  hidden: boolean;
}

/** Things that wait for an answer, those with the most reports first and then the oldest. */
export async function listReported(store: Pick<Store, 'query'>, limit: number): Promise<ReportedThing[]> {
  const rows = await store.query<
    Omit<ReportedThing, 'reports'> & { reports: (FiledReport & { at: string })[] }
  >(
    `select r.subject_kind as kind, r.subject_id as id, r.reports,
            case r.subject_kind when 'paper' then p.title when 'comment' then left(c.text, 2000) else m.name end as text,
            coalesce(p.id, c.paper_id) as "paperId", coalesce(m.handle, o.handle) as owner,
            coalesce(p.hidden, c.removed_at is not null, m.role = 'reader', false) as hidden
       from (select r.subject_kind, r.subject_id, count(*) as many, min(r.reported_at) as first,
                    jsonb_agg(jsonb_build_object('reason', r.reason, 'note', r.note, 'reporter', b.handle, 'at', r.reported_at)
                              order by r.reported_at) as reports
               from reports r left join members b on b.id = r.reporter_id
              where r.answered_at is null group by 1, 2) r
       left join papers p on r.subject_kind = 'paper' and p.id::text = r.subject_id
       left join comments c on r.subject_kind = 'comment' and c.id::text = r.subject_id
       left join members o on o.id = c.member_id
       left join members m on r.subject_kind = 'member' and m.id = r.subject_id
      order by r.many desc, r.first limit $1`,
    [limit],
  );
  return rows.map((row) => ({
    ...row,
    reports: row.reports.map((report) => ({ ...report, at: new Date(report.at) })),
  }));
}

/** How many things wait for an answer. */
export async function countReported(store: Pick<Store, 'query'>): Promise<number> {
  const [row] = await store.query<{ count: number }>(
    'select count(distinct (subject_kind, subject_id))::int as count from reports where answered_at is null',
  );
  return row?.count ?? 0;
}

/** A member's own report, and what became of it. */
export interface OwnReport {
  kind: ReportedKind;
  id: string;
  reason: ReportReason;
  note: string;
  at: Date;
  answeredAt: Date | null;
  answer: string | null;
  answerNote: string | null;
}

/** What a member reported, the newest first. */
export function reportsBy(store: Pick<Store, 'query'>, memberId: string): Promise<OwnReport[]> {
  return store.query(
    `select subject_kind as kind, subject_id as id, reason, note, reported_at as at, answered_at as "answeredAt",
            answer, answer_note as "answerNote"
       from reports where reporter_id = $1 order by reported_at desc limit 200`,
    [memberId],
  );
}
