import { getPapers } from '@broadsheet/papers';
import { decisionsConcerning, reportReasons, reportsBy } from '@broadsheet/people';
import { requireMember } from '../../../lib/server/access/require-member.ts';
import { library } from '../../../lib/server/library.ts';
import { describeDecision } from '../../../lib/server/moderation/describe-decision.ts';
import type { PageServerLoad } from './$types';

/** What editors decided that concerns the reader, and what became of the reader's reports. */
export const load: PageServerLoad = async (event) => {
  const member = requireMember(event, 'keep own things');
  const reports = await reportsBy(library(), member.id);
  const papers = new Map(
    (
      await getPapers(
        library(),
        reports.flatMap(({ kind, id }) => (kind === 'paper' ? Number(id) : [])),
      )
    ).map(({ id, key, title }) => [String(id), { key, title }]),
  );
  return {
    decisions: (await decisionsConcerning(library(), member.id)).map(describeDecision),
    reports: reports.map(({ kind, id, reason, note, at, answer, answerNote, answeredAt }) => ({
      what: kind === 'paper' ? (papers.get(id)?.title ?? 'a paper') : `a ${kind}`,
      reason: reportReasons[reason] ?? reason,
      note,
      on: at.toISOString().slice(0, 10),
      answer,
      answerNote,
      answeredOn: answeredAt?.toISOString().slice(0, 10) ?? null,
    })),
  };
};
