import type { Member } from '@broadsheet/people';
import { readSeeds, type ReadSeeds } from '@broadsheet/search';
import { fail, redirect } from '@sveltejs/kit';
import { encoderInUse } from '../../lib/server/encoder.ts';
import { library } from '../../lib/server/library.ts';
import { readForm } from '../../lib/server/read-form.ts';
import { withOwnMarks } from '../../lib/server/own-marks.ts';
import { ownRules, wantsHidden } from '../../lib/server/rules/own-rules.ts';
import { renderText } from '../../lib/server/render-text.ts';
import { namesOf } from '../../lib/server/similar/find-similar.ts';
import { findForReader, type Reading } from '../../lib/server/similar/find-for-reader.ts';
import {
  checkSimilarForm,
  readSimilarForm,
  similarPath,
} from '../../lib/server/similar/read-similar-form.ts';
import { whySimilar } from '../../lib/server/why-similar.ts';
import type { SimilarForm, SimilarTroubles } from '../../lib/similar-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** Papers of the list. */
const length = 40;
/** A longer text is not sent back with the page; the papers that were found in it are. */
const longestShown = 20_000;

/** The form, and the papers like those that the query string names. */
export const load: PageServerLoad = async ({ url, request, locals }) => {
  const form = readSimilarForm(url.searchParams);
  const reading = {
    member: locals.member,
    rules: await ownRules(locals.member),
    showing: wantsHidden(url.searchParams),
  };
  const encoder = await encoderInUse();
  const byMeaning = encoder !== null;
  // A form that is sent brings its own papers.
  if (request.method !== 'GET' || form.of === '')
    return { byMeaning, shown: await show(form, null, reading) };
  return { byMeaning, shown: await show(form, await readSeeds(library(), form.of), reading) };
};

export const actions: Actions = {
  /** Takes a file, or what was typed. Where all of it was understood, on to the address that says the same. */
  default: async ({ request, locals }) => {
    const fields = await readForm(request);
    const form = readSimilarForm(fields);
    const file = fields.get('file');
    const name = file instanceof File && file.size > 0 ? file.name : 'seeds';
    if (file instanceof File && file.size > 0) form.of = await file.text();
    const read = await readSeeds(library(), form.of, name);
    const whole = read.unread.length === 0 && read.texts.length === 0 && !read.cut;
    const troubles = checkSimilarForm(form);
    if (whole && read.seeds.length > 0 && Object.keys(troubles).length === 0)
      redirect(
        303,
        similarPath(
          read.seeds.map(({ key }) => key),
          form,
        ),
      );
    const shown = await show(form, read, {
      member: locals.member,
      rules: await ownRules(locals.member),
      showing: false,
    });
    return shown.items === null ? fail(400, { shown }) : { shown };
  },
};

/** What the page shows of a form and of what was read of it. */
async function show(
  typed: SimilarForm,
  read: ReadSeeds | null,
  reading: Reading & { member: Member | null },
) {
  const troubles: SimilarTroubles = checkSimilarForm(typed);
  const count = (read?.seeds.length ?? 0) + (read?.texts.length ?? 0);
  const keys = read?.seeds.map(({ key }) => key) ?? [];
  const form = typed.of.length > longestShown ? { ...typed, of: keys.join('\n') } : typed;
  if (read !== null && count === 0)
    troubles.of =
      'No paper to start from was found in this. Give arXiv ids, DOIs or addresses, or a BibTeX file.';
  const found =
    read === null || count === 0 || Object.keys(troubles).length > 0
      ? null
      : await findForReader(library(), read, typed, await encoderInUse(), length, reading);
  const cards = await withOwnMarks(reading.member, found?.items.map(({ card }) => card) ?? []);
  return {
    form,
    troubles,
    items:
      found?.items.map(({ card, similar }, index) => ({
        card: cards[index] ?? card,
        why: whySimilar(similar, count),
      })) ?? null,
    hidden: found?.hidden ?? null,
    seeds: (await namesOf(library(), read?.seeds ?? [])).map(({ key, title }) => ({
      key,
      titleHtml: renderText(title),
    })),
    texts: read?.texts.map(({ title }) => title) ?? [],
    unread: read?.unread ?? [],
    cut: read?.cut ?? false,
    path: keys.length > 0 ? similarPath(keys, form) : null,
  };
}
