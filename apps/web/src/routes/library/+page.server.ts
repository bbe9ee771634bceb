import {
  changeEntries,
  countLibrary,
  countSavedByMail,
  entriesOf,
  libraryIds,
  LibraryState,
  readTagList,
  removeFromLibrary,
  renameTag,
  Tag,
  type LibraryChange,
} from '@broadsheet/people';
import { error, fail } from '@sveltejs/kit';
import { requireMember } from '../../lib/server/access/require-member.ts';
import { now } from '../../lib/server/clock.ts';
import { encoderInUse } from '../../lib/server/encoder.ts';
import { library } from '../../lib/server/library.ts';
import { readField } from '../../lib/server/mail/plan-form.ts';
import { readEntryForm } from '../../lib/server/own-library/entry-form.ts';
import { findInLibrary } from '../../lib/server/own-library/find-in-library.ts';
import { toLibraryCards } from '../../lib/server/own-library/library-item.ts';
import { readLibraryQuery } from '../../lib/server/own-library/library-query.ts';
import { readForm } from '../../lib/server/read-form.ts';
import type { Actions, PageServerLoad } from './$types';

const pageSize = 25;

/** The papers that a member keeps. */
export const load: PageServerLoad = async (event) => {
  const member = requireMember(event, 'keep own things');
  const query = readLibraryQuery(event.url.searchParams);
  const offset = (query.page - 1) * pageSize;
  const found = await findInLibrary(
    library(),
    member.id,
    query,
    { limit: pageSize, offset },
    await encoderInUse(),
  );
  const pages = Math.max(1, Math.ceil(found.total / pageSize));
  if (query.page > pages)
    error(404, { message: `This list has ${pages} ${pages === 1 ? 'page' : 'pages'}.` });
  return {
    q: query.q,
    sort: query.sort,
    filter: { state: query.filter.state ?? null, tags: query.filter.tags ?? [] },
    untagged: query.filter.untagged === true,
    noted: query.filter.noted === true,
    items: await toLibraryCards(library(), found.items),
    ignored: found.ignored,
    total: found.total,
    firstRank: offset + 1,
    page: query.page,
    pages,
    counts: await countLibrary(library(), member.id),
    savedByMail: await countSavedByMail(library(), member.id),
  };
};

const papersWord = (count: number) => (count === 1 ? '1 paper' : `${count.toLocaleString('en')} papers`);

export const actions: Actions = {
  /** One paper: its state, tags and note. What is right is kept where something beside it is wrong. */
  entry: async (event) => {
    const member = requireMember(event, 'keep own things');
    const form = await readForm(event.request);
    const id = readPaper(form);
    const { values, troubles, change } = readEntryForm(form);
    await changeEntries(library(), member.id, [id], change, now());
    if (Object.keys(troubles).length > 0)
      return fail(400, { paper: id, said: 'Not all of it could be kept.', values, troubles });
    return { paper: id, said: 'Kept.' };
  },

  remove: async (event) => {
    const member = requireMember(event, 'keep own things');
    const id = readPaper(await readForm(event.request));
    const count = await removeFromLibrary(library(), member.id, [id]);
    return { paper: null, said: count === 0 ? 'It was not in your library.' : 'Taken out of your library.' };
  },

  /** Several papers at once: those that are ticked, or all that the list holds. */
  bulk: async (event) => {
    const member = requireMember(event, 'keep own things');
    const form = await readForm(event.request);
    const query = readLibraryQuery(event.url.searchParams);
    const ticked = form
      .getAll('paper')
      .flatMap((text) => (typeof text === 'string' && /^\d{1,15}$/.test(text) ? [Number(text)] : []));
    const all = readField(form, 'which') === 'all';
    if (all && query.q !== '')
      return fail(400, { paper: null, said: 'All of a search cannot be changed at once: tick the papers.' });
    const ids = all ? await libraryIds(library(), member.id, query.filter) : ticked;
    if (ids.length === 0) return fail(400, { paper: null, said: 'Tick some papers first.' });
    const what = readField(form, 'what') ?? '';
    if (what === 'remove') return removeMany(member.id, ids, readField(form, 'sure') === 'yes');
    const change = readBulkChange(what, readField(form, 'tags') ?? '');
    if ('trouble' in change) return fail(400, { paper: null, said: change.trouble });
    const count = await changeEntries(library(), member.id, ids, change, now());
    return { paper: null, said: `${papersWord(count)} changed.` };
  },

  /** Another name for a tag, or none. */
  tag: async (event) => {
    const member = requireMember(event, 'keep own things');
    const form = await readForm(event.request);
    const before = Tag.safeParse(readField(form, 'tag') ?? '');
    const typed = readField(form, 'name') ?? '';
    const name = Tag.safeParse(typed);
    if (!before.success) return fail(400, { paper: null, said: 'Choose a tag.' });
    if (typed.trim() !== '' && !name.success)
      return fail(400, { paper: null, said: name.error.issues[0]?.message ?? 'This is no tag.' });
    const count = await renameTag(library(), member.id, before.data, name.data ?? '', now());
    return {
      paper: null,
      said: `${papersWord(count)} ${name.data === undefined ? `no longer tagged ${before.data}` : `tagged ${name.data}`}.`,
    };
  },
};

function readPaper(form: FormData): number {
  const text = readField(form, 'paper') ?? '';
  if (!/^\d{1,15}$/.test(text)) error(400, { message: 'The form names no paper. Load the page again.' });
  return Number(text);
}

function readBulkChange(what: string, typed: string): LibraryChange | { trouble: string } {
  const state = LibraryState.safeParse(what).data;
  if (state !== undefined) return { state };
  if (what !== 'tag' && what !== 'untag') return { trouble: 'Choose what to do with the papers.' };
  const { tags, trouble } = readTagList(typed);
  if (trouble !== null) return { trouble };
  if (tags.length === 0) return { trouble: 'Write the tags, with commas between them.' };
  return what === 'tag' ? { addTags: tags } : { removeTags: tags };
}

/** Notes are work that nobody should lose by one press. */
async function removeMany(memberId: string, ids: readonly number[], sure: boolean) {
  const entries = await entriesOf(library(), memberId, ids);
  const noted = [...entries.values()].filter(({ note }) => note !== '').length;
  if (noted > 0 && !sure)
    return fail(400, {
      paper: null,
      said: `${papersWord(noted)} of these ${noted === 1 ? 'has a note' : 'have notes'}, which would go too. Nothing was taken out: tick “Notes too” if that is what you want.`,
    });
  return { paper: null, said: `${papersWord(await removeFromLibrary(library(), memberId, ids))} taken out.` };
}
