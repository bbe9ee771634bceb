import { findPaper, getPaper } from '@broadsheet/papers';
import {
  decideOnPaper,
  listDecisions,
  mergeAsEditor,
  paperDecisions,
  paperState,
  recordsOf,
  splitAsEditor,
  type PaperDecision,
} from '@broadsheet/people';
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { requireMember } from '../../../../lib/server/access/require-member.ts';
import { library } from '../../../../lib/server/library.ts';
import { describeDecision } from '../../../../lib/server/moderation/describe-decision.ts';
import { readJudgement } from '../../../../lib/server/moderation/read-judgement.ts';
import { readForm } from '../../../../lib/server/read-form.ts';
import { renderText } from '../../../../lib/server/render-text.ts';
import { creditOf } from '../../../../lib/server/sources/credits.ts';
import type { Actions, PageServerLoad } from './$types';

/** What an editor can do to a paper, and what editors have done to it. */
export const load: PageServerLoad = async (event) => {
  requireMember(event, 'moderate');
  const paper = await paperOf(event.params.key);
  const records = await recordsOf(library(), paper.id);
  return {
    key: paper.key,
    title: paper.title,
    titleHtml: renderText(paper.title),
    state: (await paperState(library(), paper.id)) ?? { hidden: false, featured: false, locked: false },
    records: records.map(({ source, key, title, versions }) => ({
      name: JSON.stringify([source, key]),
      source: creditOf(source).title,
      key,
      titleHtml: renderText(title),
      versions,
    })),
    log: (await listDecisions(library(), { subject: { kind: 'paper', id: String(paper.id) } })).map(
      describeDecision,
    ),
    done: event.url.searchParams.has('done'),
  };
};

export const actions: Actions = {
  decide: async (event) => {
    const { editor, paper, form } = await begin(event);
    const kind = String(form.get('decision'));
    if (!isDecision(kind))
      error(400, { message: 'That form names no decision. Go back and press the button again.' });
    const read = readJudgement(editor, form);
    if ('trouble' in read) return fail(400, { about: kind, ...read });
    await library().transaction((inside) => decideOnPaper(inside, paper.id, kind, read.judgement));
    redirect(303, `/papers/${paper.key}/moderate?done`);
  },
  merge: async (event) => {
    const { editor, paper, form } = await begin(event);
    const other = String(form.get('other') ?? '').slice(0, 500);
    const refuse = (status: number, trouble: string) =>
      fail(status, {
        about: 'merge',
        trouble,
        other,
        reason: String(form.get('reason') ?? '').slice(0, 2000),
      });
    const found = await findPaper(library(), other);
    if (found === null)
      return refuse(400, `No paper here is called “${other}”. Give its id, DOI or address.`);
    if (found.id === paper.id) return refuse(400, 'That is this same paper. Name the other one.');
    const read = readJudgement(editor, form);
    if ('trouble' in read) return fail(400, { about: 'merge', other, ...read });
    try {
      const kept = await mergeAsEditor(library(), [paper.id, found.id], read.judgement);
      redirect(303, `/papers/p${kept}/moderate?done`);
    } catch (cause) {
      if (cause instanceof RangeError) return refuse(409, cause.message);
      throw cause;
    }
  },
  split: async (event) => {
    const { editor, paper, form } = await begin(event);
    const wanted = new Set(form.getAll('record').map(String));
    const records = (await recordsOf(library(), paper.id)).filter(({ source, key }) =>
      wanted.has(JSON.stringify([source, key])),
    );
    const read = readJudgement(editor, form);
    if ('trouble' in read) return fail(400, { about: 'split', chosen: [...wanted], ...read });
    try {
      const made = await splitAsEditor(library(), paper.id, records, read.judgement);
      redirect(303, `/papers/p${made}/moderate?done`);
    } catch (cause) {
      if (cause instanceof RangeError)
        return fail(409, { about: 'split', trouble: cause.message, reason: read.judgement.reason });
      throw cause;
    }
  },
};

function isDecision(kind: string): kind is PaperDecision {
  return (paperDecisions as readonly string[]).includes(kind);
}

async function begin(event: RequestEvent) {
  const editor = requireMember(event, 'moderate');
  return { editor, paper: await paperOf(event.params['key'] ?? ''), form: await readForm(event.request) };
}

async function paperOf(key: string) {
  const found = await findPaper(library(), key);
  const paper = found && (await getPaper(library(), found.id, { hidden: true }));
  if (paper === null) error(404, { message: `No paper here is called “${key.slice(0, 100)}”.` });
  return paper;
}
