import { findPaper, getPapers } from '@broadsheet/papers';
import { getSubmission, takeSubmission, type FoundPaper } from '@broadsheet/people';
import { error, fail, redirect } from '@sveltejs/kit';
import { requireMember } from '../../../lib/server/access/require-member.ts';
import { now } from '../../../lib/server/clock.ts';
import { library } from '../../../lib/server/library.ts';
import { readForm } from '../../../lib/server/read-form.ts';
import { renderParagraphs, renderText } from '../../../lib/server/render-text.ts';
import { creditOf } from '../../../lib/server/sources/credits.ts';
import type { Actions, PageServerLoad } from './$types';

/** What was found for a submission, for its member to look at; and what became of it. */
export const load: PageServerLoad = async (event) => {
  const member = requireMember(event, 'submit papers');
  const id = numberOf(event.params.id);
  const submission = await getSubmission(library(), member.id, id);
  if (submission === null)
    error(404, { message: 'There is no such submission of yours. Begin anew at /submit.' });
  if (submission.takenAt !== null) {
    const taken = (await takeSubmission(library(), member, { id, chosen: [], now: now() })) ?? [];
    return {
      taken: taken.map(({ key, title, isNew }) => ({ key, titleHtml: renderText(title), isNew })),
      found: [],
    };
  }
  return { taken: null, found: await Promise.all(submission.found.map(toShown)) };
};

export const actions: Actions = {
  /** Takes in what was chosen. */
  default: async (event) => {
    const member = requireMember(event, 'submit papers');
    const id = numberOf(event.params.id);
    const chosen = (await readForm(event.request))
      .getAll('paper')
      .map((value) => (typeof value === 'string' && /^\d{1,3}$/.test(value) ? Number(value) : -1));
    if (chosen.length === 0) return fail(400, { trouble: 'Choose at least one paper.' });
    if ((await takeSubmission(library(), member, { id, chosen, now: now() })) === null)
      error(404, { message: 'There is no such submission of yours. Begin anew at /submit.' });
    redirect(303, `/submit/${id}`);
  },
};

function numberOf(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

async function toShown({ record, given, note }: FoundPaper) {
  if (record === null) return { given, note, paper: null };
  const here = await paperOf(record.identities.filter(({ confirmed }) => confirmed));
  return {
    given,
    note,
    paper: {
      titleHtml: renderText(record.title),
      abstractHtml: renderParagraphs(record.abstract.slice(0, 2000)),
      authors: record.authors.slice(0, 12).map(({ name }) => name),
      moreAuthors: Math.max(0, record.authors.length - 12),
      venue: record.venue ?? null,
      published: record.published?.value.slice(0, 10) ?? null,
      source: creditOf(record.source).title,
      here,
    },
  };
}

/** Where the paper is already, under one of its names. */
async function paperOf(identities: readonly { scheme: string; value: string }[]): Promise<string | null> {
  for (const { scheme, value } of identities) {
    const found = await findPaper(library(), scheme === 'url' ? value : `${scheme}:${value}`);
    const [paper] = found === null ? [] : await getPapers(library(), [found.id]);
    if (paper !== undefined) return paper.key;
  }
  return null;
}
