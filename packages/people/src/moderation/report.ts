import type { Store } from '@broadsheet/papers';
import { z } from 'zod';

export const reportedKinds = ['paper', 'comment', 'member'] as const;
export type ReportedKind = (typeof reportedKinds)[number];

/** Why something is reported, and in which words the form asks. */
export const reportReasons = {
  spam: 'Spam or advertising',
  abuse: 'Abuse, hate or harassment',
  wrong: 'Wrong record: another paper, wrong authors, not a paper',
  duplicate: 'The same paper as another one here',
  plagiarism: 'Plagiarism or a retracted paper',
  votes: 'Votes that are not honest',
  law: 'Against the law',
  other: 'Something else',
} as const;
export type ReportReason = keyof typeof reportReasons;

/** A report as a form or a program sends it. */
export const Report = z.object({
  kind: z.enum(reportedKinds, { error: 'Say what it is about: a paper, a comment or a member.' }),
  /** A paper's or comment's number, or a member's id. */
  id: z.string().min(1).max(100),
  reason: z.enum(Object.keys(reportReasons) as [ReportReason, ...ReportReason[]], {
    error: 'Choose a reason.',
  }),
  note: z
    .string()
    .transform((text) => text.replace(/\r\n?/g, '\n').trim().toWellFormed().replaceAll('\0', ''))
    .pipe(z.string().max(2000, 'Write at most 2000 characters.'))
    .default(''),
});
export type Report = z.output<typeof Report>;

/** Reports of one member that may wait for an answer at once. */
export const mostWaiting = 50;

const existing: Record<ReportedKind, string> = {
  paper: 'select from papers where id::text = $1',
  comment: 'select from comments where id::text = $1',
  member: 'select from members where id = $1',
};

/**
 * Tells the editors of something. Whoever reports the same thing again changes what they said; where that was answered, it waits anew.
 * @returns `unknown` where there is no such thing, `too-many` where 50 of theirs wait already.
 */
export function fileReport(
  store: Pick<Store, 'transaction'>,
  reporterId: string,
  { kind, id, reason, note }: Report,
  now: Date,
): Promise<'filed' | 'unknown' | 'too-many'> {
  return store.transaction(async ({ query }) => {
    // Whoever sends twice at once waits for themselves.
    await query('select from members where id = $1 for no key update', [reporterId]);
    if ((await query(existing[kind], [id])).length === 0) return 'unknown';
    const [waiting] = await query<{ count: number }>(
      `select count(*)::int as count from reports
        where reporter_id = $1 and answered_at is null and (subject_kind, subject_id) <> ($2, $3)`,
      [reporterId, kind, id],
    );
    if ((waiting?.count ?? 0) >= mostWaiting) return 'too-many';
    await query(
      `insert into reports (subject_kind, subject_id, reason, note, reporter_id, reported_at)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (reporter_id, subject_kind, subject_id) do update set reason = excluded.reason, note = excluded.note,
         reported_at = excluded.reported_at, answered_at = null, answered_by = null, answer = null, answer_note = null`,
      [kind, id, reason, note, reporterId, now],
    );
    return 'filed';
  });
}
