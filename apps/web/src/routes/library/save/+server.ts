import { getPapers } from '@broadsheet/papers';
import { entriesOf, keepPapers, removeFromLibrary } from '@broadsheet/people';
import { error, json, redirect } from '@sveltejs/kit';
import { requireMember } from '../../../lib/server/access/require-member.ts';
import { now } from '../../../lib/server/clock.ts';
import { library } from '../../../lib/server/library.ts';
import { readField } from '../../../lib/server/mail/plan-form.ts';
import { readForm } from '../../../lib/server/read-form.ts';
import type { RequestHandler } from './$types';

/**
 * The button on cards: saves a paper, or takes it out again where nothing was said of it. A paper with a note or tags is not lost by
 * a press: its place in the library is shown instead.
 */
export const POST: RequestHandler = async (event) => {
  const form = await readForm(event.request);
  const scripted = (event.request.headers.get('accept') ?? '').includes('application/json');
  if (scripted && event.locals.member === null)
    return json({ saved: false, place: `/sign-in?back=${encodeURIComponent(backOf(form))}` });
  const member = requireMember(event, 'keep own things');
  const text = readField(form, 'paper') ?? '';
  const [paper] = /^\d{1,15}$/.test(text) ? await getPapers(library(), [Number(text)]) : [];
  if (paper === undefined) error(404, { message: 'There is no such paper here.' });
  const wanted = readField(form, 'saved') !== 'no';
  if (wanted) {
    const { full } = await keepPapers(library(), member.id, [paper.id], {}, now());
    if (full > 0) error(409, { message: 'Your library is full: take some papers out of it first.' });
    return scripted ? json({ saved: true }) : redirect(303, backOf(form));
  }
  const entry = (await entriesOf(library(), member.id, [paper.id])).get(paper.id);
  const place = `/library?q=${encodeURIComponent(`id:${paper.key}`)}`;
  if (entry !== undefined && (entry.note !== '' || entry.tags.length > 0))
    return scripted ? json({ saved: true, place }) : redirect(303, place);
  await removeFromLibrary(library(), member.id, [paper.id]);
  return scripted ? json({ saved: false }) : redirect(303, backOf(form));
};

/** Back to where the button was, on this site. */
function backOf(form: FormData): string {
  const back = readField(form, 'back') ?? '';
  return /^\/(?![/\\])/.test(back) ? back : '/library';
}
