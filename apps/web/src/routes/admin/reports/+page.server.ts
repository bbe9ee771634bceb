import { getPapers } from '@broadsheet/papers';
import {
  answerReports,
  answersTo,
  decideOnComment,
  fitsKind,
  listReported,
  reportedKinds,
  reportReasons,
  type ReportedKind,
  type ReportedThing,
} from '@broadsheet/people';
import { error, fail, redirect } from '@sveltejs/kit';
import { requireMember } from '../../../lib/server/access/require-member.ts';
import { library } from '../../../lib/server/library.ts';
import { readJudgement } from '../../../lib/server/moderation/read-judgement.ts';
import { readForm } from '../../../lib/server/read-form.ts';
import { renderText } from '../../../lib/server/render-text.ts';
import type { Actions, PageServerLoad } from './$types';

/** Things of a page: who answers works from the top. */
const length = 50;

/** What was reported and waits for an answer. */
export const load: PageServerLoad = async (event) => {
  requireMember(event, 'moderate');
  const things = await listReported(library(), length + 1);
  const ids = things.flatMap(({ paperId }) => paperId ?? []);
  const keys = new Map(
    (await getPapers(library(), ids, { hidden: true })).map(({ id, key, title }) => [id, { key, title }]),
  );
  return {
    more: things.length > length,
    answered: event.url.searchParams.get('answered'),
    things: things.slice(0, length).map((thing) => {
      const paper = thing.paperId === null ? undefined : keys.get(thing.paperId);
      return {
        kind: thing.kind,
        id: thing.id,
        headingHtml: headingOf(thing, paper?.title),
        path: paper === undefined ? null : pathOf(thing, paper.key),
        text: thing.kind === 'comment' ? thing.text : null,
        owner: thing.owner,
        hidden: thing.hidden,
        reports: thing.reports.map(({ reason, note, reporter, at }) => ({
          reason: reportReasons[reason] ?? reason,
          note,
          reporter,
          at: at.toISOString(),
        })),
        answers: answersTo[thing.kind],
      };
    }),
  };
};

export const actions: Actions = {
  /** Answers all reports of a thing. */
  answer: async (event) => {
    const editor = requireMember(event, 'moderate');
    const form = await readForm(event.request);
    const [kind, id, answer] = ['kind', 'id', 'answer'].map((name) => String(form.get(name) ?? ''));
    if (
      kind === undefined ||
      id === undefined ||
      answer === undefined ||
      !isKind(kind) ||
      !fitsKind(kind, answer)
    )
      error(400, { message: 'That form names no answer. Go back and press the button again.' });
    const about = `${kind} ${id}`;
    const read = readJudgement(editor, form);
    if ('trouble' in read) return fail(400, { about, answer, ...read });
    const outcome = await answerReports(library(), { kind, id: id.slice(0, 100) }, answer, read.judgement);
    if (outcome === 'ranked')
      return fail(409, {
        about,
        answer,
        trouble: 'This member is an editor or an owner: an owner must change that role at /admin/members.',
        reason: read.judgement.reason,
      });
    redirect(303, `/admin/reports?answered=${outcome === 'unfit' ? 0 : outcome}`);
  },
  /** Takes a comment out of sight, or brings it back, without a report: from the talk itself. */
  comment: async (event) => {
    const editor = requireMember(event, 'moderate');
    const form = await readForm(event.request);
    const id = String(form.get('id') ?? '');
    const decision = form.get('decision');
    if (!/^\d{1,15}$/.test(id) || (decision !== 'hide comment' && decision !== 'show comment'))
      error(400, { message: 'That form names no comment. Go back and press the button again.' });
    const read = readJudgement(editor, form);
    if ('trouble' in read) return fail(400, { about: `comment ${id}`, answer: decision, ...read });
    await library().transaction((inside) => decideOnComment(inside, Number(id), decision, read.judgement));
    redirect(303, '/admin/moderation');
  },
};

function isKind(kind: string): kind is ReportedKind {
  return (reportedKinds as readonly string[]).includes(kind);
}

function headingOf({ kind, text, owner }: ReportedThing, title: string | undefined): string {
  const about = title === undefined ? '' : renderText(title);
  if (kind === 'paper') return about || 'A paper that is gone';
  if (kind === 'comment') return `A comment on ${about || 'a paper that is gone'}`;
  return owner === null ? 'A member who has left' : renderText(`${text ?? ''} (@${owner})`);
}

function pathOf({ kind, id }: ReportedThing, key: string): string {
  return kind === 'comment' ? `/papers/${key}/talk#c${id}` : `/papers/${key}`;
}
