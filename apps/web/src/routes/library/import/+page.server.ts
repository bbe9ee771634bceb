import {
  countSavedByMail,
  disconnectLibrary,
  getConnection,
  importLibrary,
  largestLibrary,
  LibraryState,
  may,
  mostItems,
  readLibrary,
  readTagList,
  takeOverSaved,
} from '@broadsheet/people';
import { fail } from '@sveltejs/kit';
import { requireMember } from '../../../lib/server/access/require-member.ts';
import { now } from '../../../lib/server/clock.ts';
import { library } from '../../../lib/server/library.ts';
import { readField } from '../../../lib/server/mail/plan-form.ts';
import { importWords } from '../../../lib/server/own-library/import-words.ts';
import { importFromOrcid, readOrcid } from '../../../lib/server/own-library/orcid.ts';
import { connectZotero, isSyncing, syncZotero } from '../../../lib/server/own-library/zotero.ts';
import { readForm } from '../../../lib/server/read-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** How long a form waits for Zotero; what takes longer goes on without it, in milliseconds. */
const patience = 8_000;

export const load: PageServerLoad = async (event) => {
  const member = requireMember(event, 'keep own things');
  return {
    mayAdd: may(member, 'submit papers'),
    orcid: member.orcid ?? '',
    zotero: await getConnection(library(), member.id, 'zotero'),
    syncing: isSyncing(member.id),
    savedByMail: await countSavedByMail(library(), member.id),
    mostItems,
    largest: Math.floor(largestLibrary / 2 ** 20),
  };
};

const nothing = { said: '', troubles: [], others: 0 };

export const actions: Actions = {
  /** A file or a pasted text. */
  file: async (event) => {
    const member = requireMember(event, 'keep own things');
    const form = await readForm(event.request);
    const values = {
      text: readField(form, 'text') ?? '',
      tags: readField(form, 'tags') ?? '',
      state: readField(form, 'state') ?? '',
    };
    const bad = (trouble: string) => fail(400, { part: 'file', values, trouble, ...nothing });
    const { tags, trouble } = readTagList(values.tags);
    if (trouble !== null) return bad(trouble);
    const file = form.get('file');
    const given = file instanceof File && file.size > 0 ? file : null;
    if (given !== null && given.size > largestLibrary)
      return bad(`A file has at most ${Math.floor(largestLibrary / 2 ** 20)} MB. Cut it into smaller ones.`);
    const text = given === null ? values.text : await given.text();
    if (text.trim() === '') return bad('Choose a file, or paste a list.');
    const state = LibraryState.safeParse(values.state).data;
    const report = await importLibrary(library(), member.id, readLibrary(text, given?.name ?? 'pasted'), {
      mayAdd: may(member, 'submit papers'),
      now: now(),
      addTags: tags,
      ...(state === undefined ? {} : { state }),
    });
    return { part: 'file', values: { ...values, text: '' }, trouble: '', ...importWords(report) };
  },

  orcid: async (event) => {
    const member = requireMember(event, 'keep own things');
    const typed = readField(await readForm(event.request), 'orcid') ?? '';
    const orcid = readOrcid(typed);
    const values = { orcid: typed };
    if (orcid === null)
      return fail(400, {
        part: 'orcid',
        values,
        trouble: 'An ORCID iD looks like 0000-0002-1825-0097; its last digit checks the others.',
        ...nothing,
      });
    const report = await importFromOrcid(member, orcid, []);
    if (typeof report === 'string') return fail(502, { part: 'orcid', values, trouble: report, ...nothing });
    return { part: 'orcid', values, trouble: '', ...importWords(report) };
  },

  connect: async (event) => {
    const member = requireMember(event, 'keep own things');
    const key = (readField(await readForm(event.request), 'key') ?? '').trim();
    const trouble = await connectZotero(member, key);
    if (trouble !== null) return fail(400, { part: 'zotero', trouble, ...nothing });
    return { part: 'zotero', trouble: '', ...nothing, ...(await syncWithin(member)) };
  },

  sync: async (event) => {
    const member = requireMember(event, 'keep own things');
    return { part: 'zotero', trouble: '', ...nothing, ...(await syncWithin(member)) };
  },

  disconnect: async (event) => {
    const member = requireMember(event, 'keep own things');
    await disconnectLibrary(library(), member.id, 'zotero');
    return {
      part: 'zotero',
      trouble: '',
      ...nothing,
      said: 'Disconnected, and the key is forgotten. What came stays.',
    };
  },

  mails: async (event) => {
    const member = requireMember(event, 'keep own things');
    const { saved } = await takeOverSaved(library(), member.id, now());
    return {
      part: 'mails',
      trouble: '',
      ...nothing,
      said: `${saved === 1 ? '1 paper' : `${saved} papers`} taken over.`,
    };
  },
};

async function syncWithin(member: Parameters<typeof syncZotero>[0]) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((wake) => {
    timer = setTimeout(() => wake('late'), patience);
  });
  const report = await Promise.race([syncZotero(member), late]);
  clearTimeout(timer);
  if (report === 'late') return { said: 'It goes on by itself; this page says when it was done.' };
  return report === null ? {} : importWords(report);
}
