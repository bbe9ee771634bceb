import type { Store } from '@broadsheet/papers';
import { z } from 'zod';

/** What an editor can do to something, as the log names it. */
export const decisionKinds = [
  'hide paper',
  'show paper',
  'feature paper',
  'unfeature paper',
  'lock talk',
  'unlock talk',
  'merge papers',
  'split paper',
  'hide comment',
  'show comment',
  'warn member',
  'restrict member',
  'restore member',
  'dismiss reports',
  'discount burst',
  'accept burst',
  'reopen burst',
] as const;
export type DecisionKind = (typeof decisionKinds)[number];

export const subjectKinds = ['paper', 'comment', 'member', 'burst'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** Why an editor did something: 3 to 1000 characters. Hostile until escaped. */
export const Reason = z
  .string({ error: 'Say why.' })
  .transform((text) => text.replace(/\r\n?/g, '\n').trim().toWellFormed().replaceAll('\0', ''))
  .pipe(
    z
      .string()
      .min(3, 'Say why, in three characters at least: it stands in the log, and who is concerned reads it.')
      .max(1000, 'Say why in at most 1000 characters.'),
  );

/** Who decides what, when and why. */
export interface Judgement {
  editorId: string;
  /** As `Reason` gives it. */
  reason: string;
  now: Date;
}

export interface Decision extends Judgement {
  kind: DecisionKind;
  subject: { kind: SubjectKind; id: string };
  /** The member whom it concerns: whose comment it is, or who they are themselves. */
  concernsId?: string | null;
  /** What it takes to understand the line when its subject is gone or has changed. */
  detail?: Record<string, string>;
}

/** Adds a line to the moderation log, inside the transaction that does what it says. There is no way to change or remove one. */
export async function logDecision(
  { query }: Pick<Store, 'query'>,
  { editorId, reason, now, kind, subject, concernsId = null, detail = {} }: Decision,
): Promise<void> {
  await query(
    `insert into moderation_log (at, actor_id, action, subject_kind, subject_id, concerns_id, reason, detail)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb)`,
    [now, editorId, kind, subject.kind, subject.id, concernsId, reason, JSON.stringify(detail)],
  );
}
