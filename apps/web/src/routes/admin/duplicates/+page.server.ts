import {
  dismissSuggestion,
  getPapers,
  identityUrl,
  listSuggestions,
  mergeDuplicate,
  type DuplicateSuggestion,
  type PaperSummary,
} from '@broadsheet/papers';
import { suggestDuplicates } from '@broadsheet/search';
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { isOperator, requireOperator } from '../../../lib/server/access/require-operator.ts';
import { now } from '../../../lib/server/clock.ts';
import { encoderInUse } from '../../../lib/server/encoder.ts';
import { library } from '../../../lib/server/library.ts';
import { readForm } from '../../../lib/server/read-form.ts';
import { renderText } from '../../../lib/server/render-text.ts';
import type { Actions, PageServerLoad } from './$types';

/** Pairs of a page. */
const length = 50;
/** Papers that are looked at by one press of the button: some seconds. */
const looked = 1000;

/** Pairs of papers that may be one, for the operator to decide. */
export const load: PageServerLoad = async (event) => {
  requireOperator(event);
  const suggestions = await listSuggestions(library(), length + 1);
  const ids = new Set(suggestions.flatMap(({ paperId, otherId }) => [paperId, otherId]));
  const papers = new Map((await getPapers(library(), [...ids])).map((paper) => [paper.id, paper]));
  return {
    more: suggestions.length > length,
    byMeaning: (await encoderInUse()) !== null,
    done: event.url.searchParams.get('done'),
    pairs: suggestions.slice(0, length).flatMap((pair) => toPair(pair, papers)),
  };
};

export const actions: Actions = {
  merge: async (event) => {
    const [first, second] = await readPair(event);
    try {
      await mergeDuplicate(library(), first, second, now());
    } catch (cause) {
      if (cause instanceof RangeError) return fail(409, { trouble: cause.message });
      throw cause;
    }
    redirect(303, '/admin/duplicates?done=merged');
  },
  dismiss: async (event) => {
    await dismissSuggestion(library(), ...(await readPair(event)));
    redirect(303, '/admin/duplicates?done=dismissed');
  },
  /** Looks at the next papers. */
  look: async (event) => {
    refuseOthers(event);
    const encoder = await encoderInUse();
    if (encoder === null)
      return fail(409, { trouble: 'There is no encoder yet: npm run broadsheet -- learn trains one.' });
    const { looked: papers, suggested, done } = await suggestDuplicates(library(), encoder, looked);
    const rest = done ? 'All are looked at now.' : 'There are more: press again.';
    return { found: `${papers} papers looked at, ${suggested} new pairs. ${rest}` };
  },
};

/** Forms come from the page, which has asked for the password; its headers are set when it is drawn again. */
function refuseOthers(event: RequestEvent): void {
  if (!isOperator(event))
    error(403, { message: 'This form is for this site’s operator. Open its page, and send it from there.' });
}

async function readPair(event: RequestEvent): Promise<[number, number]> {
  refuseOthers(event);
  const form = await readForm(event.request);
  const [first, second] = ['first', 'second'].map((name) => {
    const value = form.get(name);
    return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : null;
  });
  if (typeof first !== 'number' || typeof second !== 'number' || first === second)
    error(400, { message: 'That form names no two papers. Go back and press the button again.' });
  return [first, second];
}

function toPair(
  { paperId, otherId, cosine, titles }: DuplicateSuggestion,
  papers: ReadonlyMap<number, PaperSummary>,
) {
  const [one, other] = [papers.get(paperId), papers.get(otherId)];
  if (one === undefined || other === undefined) return [];
  return [{ papers: [one, other].map(toShown), cosine, titles }];
}

function toShown({ id, key, title, authors, venue, published, arxivId, doi }: PaperSummary) {
  const names = [
    ...(arxivId === null ? [] : [{ scheme: 'arxiv' as const, value: arxivId }]),
    ...(doi === null ? [] : [{ scheme: 'doi' as const, value: doi }]),
  ];
  return {
    id,
    key,
    titleHtml: renderText(title),
    authors: authors.slice(0, 6).map(({ name }) => name),
    moreAuthors: Math.max(0, authors.length - 6),
    venue,
    published,
    names: names.map((name) => ({ value: name.value, url: identityUrl(name) })),
  };
}
