import type { DecisionKind, LoggedDecision } from '@broadsheet/people';

/** What was done, as a sentence goes on after the name of who did it. */
const words: Record<DecisionKind, string> = {
  'hide paper': 'hid a paper',
  'show paper': 'showed a paper again',
  'feature paper': 'featured a paper',
  'unfeature paper': 'took a paper off the featured ones',
  'lock talk': 'closed the talk of a paper',
  'unlock talk': 'opened the talk of a paper',
  'merge papers': 'merged two papers',
  'split paper': 'split a paper',
  'hide comment': 'took a comment out of sight',
  'show comment': 'brought a comment back',
  'warn member': 'warned a member',
  'restrict member': 'let a member only read',
  'restore member': 'let a member take part again',
  'dismiss reports': 'dismissed reports',
  'discount burst': 'discounted a burst of votes',
  'accept burst': 'accepted a burst of votes as honest',
  'reopen burst': 'opened the case of a burst of votes again',
};

/** A line of the moderation log, as pages show it. Text, escaped where it is drawn. */
export interface DecisionLine {
  id: number;
  at: string;
  editor: string | null;
  words: string;
  /** What it was done to, and where that is. */
  subject: string;
  path: string | null;
  concerns: string | null;
  reason: string;
}

/** Prepares a line of the log for a page. */
export function describeDecision(decision: LoggedDecision): DecisionLine {
  const { id, at, kind, editor, concerns, reason } = decision;
  return { id, at: at.toISOString(), editor, words: words[kind], concerns, reason, ...subjectOf(decision) };
}

function subjectOf({
  subjectKind,
  subjectId,
  concerns,
  detail,
}: LoggedDecision): Pick<DecisionLine, 'subject' | 'path'> {
  switch (subjectKind) {
    case 'paper': {
      const more =
        detail['mergedTitle'] === undefined
          ? detail['made'] === undefined
            ? ''
            : `; ${detail['records'] ?? 'records'} became ${detail['made']}`
          : `, with “${detail['mergedTitle']}”`;
      return { subject: `${detail['title'] ?? `Paper p${subjectId}`}${more}`, path: `/papers/p${subjectId}` };
    }
    case 'comment':
      return {
        subject: `Comment ${subjectId}`,
        path: detail['paper'] === undefined ? null : `/papers/${detail['paper']}/talk#c${subjectId}`,
      };
    case 'member':
      return { subject: concerns === null ? 'A member' : `@${concerns}`, path: null };
    case 'burst':
      return {
        subject: `${detail['votes'] ?? ''} votes for ${detail['title'] ?? 'a paper'}`.trim(),
        path: detail['paper'] === undefined ? null : `/papers/${detail['paper']}/votes`,
      };
  }
}
