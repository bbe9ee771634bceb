import type { Store } from '@broadsheet/papers';
import { hideComment, showComment } from '../talk/remove-comment.ts';
import { decideOnPaper } from './decide-on-paper.ts';
import { logDecision, type Judgement } from './decision.ts';
import type { ReportedKind } from './report.ts';

/** What can be answered to reports of each kind of thing, as the log names it. */
export const answersTo = {
  paper: ['dismiss reports', 'hide paper', 'lock talk'],
  comment: ['dismiss reports', 'hide comment', 'lock talk'],
  member: ['dismiss reports', 'warn member', 'restrict member'],
} as const satisfies Record<ReportedKind, readonly string[]>;
export type Answer = (typeof answersTo)[ReportedKind][number];

/** Whether this can be answered to reports of that kind. */
export function fitsKind(kind: ReportedKind, answer: string): answer is Answer {
  return (answersTo[kind] as readonly string[]).includes(answer);
}

/**
 * Answers all reports of one thing that wait: does what is answered, writes the log, and tells those who reported it.
 * @returns how many reports were answered, or why nothing was done: `unfit` where that is no answer to such a thing, `ranked` where a
 * member is an editor or owner, whom an owner must deal with.
 */
export function answerReports(
  store: Pick<Store, 'transaction'>,
  subject: { kind: ReportedKind; id: string },
  answer: Answer,
  judgement: Judgement,
): Promise<number | 'unfit' | 'ranked'> {
  return store.transaction(async (inside) => {
    if (!fitsKind(subject.kind, answer)) return 'unfit';
    const waiting = await inside.query<{ id: number }>(
      `select id from reports where subject_kind = $1 and subject_id = $2 and answered_at is null order by id for update`,
      [subject.kind, subject.id],
    );
    if (waiting.length === 0) return 0;
    const refused = await carryOut(inside, subject, answer, judgement);
    if (refused !== null) return refused;
    await inside.query(
      `update reports set answered_at = $2, answered_by = $3, answer = $4, answer_note = $5 where id = any($1::bigint[])`,
      [waiting.map(({ id }) => id), judgement.now, judgement.editorId, answer, judgement.reason],
    );
    return waiting.length;
  });
}

async function carryOut(
  inside: Pick<Store, 'query'>,
  subject: { kind: ReportedKind; id: string },
  answer: Answer,
  judgement: Judgement,
): Promise<'ranked' | null> {
  switch (answer) {
    case 'hide paper':
      await decideOnPaper(inside, Number(subject.id), answer, judgement);
      return null;
    case 'lock talk': {
      const paperId = await paperOf(inside, subject);
      if (paperId !== null) await decideOnPaper(inside, paperId, answer, judgement);
      return null;
    }
    case 'hide comment':
      await decideOnComment(inside, Number(subject.id), answer, judgement);
      return null;
    case 'warn member':
      await logDecision(inside, {
        ...judgement,
        kind: answer,
        subject,
        concernsId: await known(inside, subject.id),
      });
      return null;
    case 'restrict member':
      return (await restrictMember(inside, subject.id, judgement)) === 'ranked' ? 'ranked' : null;
    case 'dismiss reports':
      await logDecision(inside, { ...judgement, kind: answer, subject });
      return null;
  }
}

/** Takes a comment out of sight, or brings it back, with a line in the log. @returns false where that is how it stands. */
export async function decideOnComment(
  inside: Pick<Store, 'query'>,
  id: number,
  kind: 'hide comment' | 'show comment',
  judgement: Judgement,
): Promise<boolean> {
  const [comment] = await inside.query<{ memberId: string | null; text: string }>(
    'select member_id as "memberId", left(text, 300) as text from comments where id = $1',
    [id],
  );
  const change = kind === 'hide comment' ? hideComment : showComment;
  const paperId = comment === undefined ? null : await change(inside, id, judgement.now);
  if (comment === undefined || paperId === null) return false;
  await logDecision(inside, {
    ...judgement,
    kind,
    subject: { kind: 'comment', id: String(id) },
    concernsId: comment.memberId,
    detail: { paper: `p${paperId}` },
  });
  return true;
}

/**
 * Lets a member only read from now on: no votes, no comments, no reports. An owner, or an editor by `restoreMember`, lifts it.
 * @returns `ranked` for editors and owners, `unknown` for who has no account, `already` for who only reads as it is.
 */
export function restrictMember(
  inside: Pick<Store, 'query'>,
  memberId: string,
  judgement: Judgement,
): Promise<'done' | 'ranked' | 'unknown' | 'already'> {
  return changeStanding(inside, memberId, ['member', 'reader'], 'restrict member', judgement);
}

/** Lets a member take part again who was restricted; nobody else becomes a member by it. */
export async function restoreMember(
  inside: Pick<Store, 'query'>,
  memberId: string,
  judgement: Judgement,
): Promise<'done' | 'ranked' | 'unknown' | 'already'> {
  const [last] = await inside.query<{ kind: string }>(
    `select action as kind from moderation_log
      where subject_kind = 'member' and subject_id = $1 and action in ('restrict member', 'restore member')
      order by id desc limit 1`,
    [memberId],
  );
  if (last?.kind !== 'restrict member') return 'already';
  return changeStanding(inside, memberId, ['reader', 'member'], 'restore member', judgement);
}

async function changeStanding(
  inside: Pick<Store, 'query'>,
  memberId: string,
  [from, to]: readonly [string, string],
  kind: 'restrict member' | 'restore member',
  judgement: Judgement,
): Promise<'done' | 'ranked' | 'unknown' | 'already'> {
  const [member] = await inside.query<{ role: string }>('select role from members where id = $1 for update', [
    memberId,
  ]);
  if (member === undefined) return 'unknown';
  if (member.role === to) return 'already';
  if (member.role !== from) return 'ranked';
  await inside.query('update members set role = $2, updated_at = $3 where id = $1', [
    memberId,
    to,
    judgement.now,
  ]);
  await logDecision(inside, {
    ...judgement,
    kind,
    subject: { kind: 'member', id: memberId },
    concernsId: memberId,
  });
  return 'done';
}

async function paperOf(
  { query }: Pick<Store, 'query'>,
  { kind, id }: { kind: ReportedKind; id: string },
): Promise<number | null> {
  if (kind === 'paper') return Number(id);
  const [row] = await query<{ id: number }>('select paper_id as id from comments where id::text = $1', [id]);
  return row?.id ?? null;
}

async function known({ query }: Pick<Store, 'query'>, memberId: string): Promise<string | null> {
  return (await query('select from members where id = $1', [memberId])).length > 0 ? memberId : null;
}
