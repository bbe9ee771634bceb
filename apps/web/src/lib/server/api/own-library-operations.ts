import {
  libraryFormats,
  LibraryState,
  librarySorts,
  longestNote,
  mostTags,
  Note,
  Tag,
} from '@broadsheet/people';
import { z } from 'zod';
import { defineOperation, type AnyOperation } from './operation.ts';
import { Paper } from './paper-schemas.ts';
import { count, words } from './parameters.ts';

const none = z.object({});
const instant = z.iso.datetime();
const reads = { scope: 'read' } as const;
const writes = { action: 'keep own things' } as const;
const badField = { 400: 'A field does not fit; `errors` names each.' };
const key = z
  .string()
  .min(1)
  .max(500)
  .describe('Our key, an arXiv id of either scheme, a DOI, or an id of another known scheme.');
const state = LibraryState.describe('How far you are with it.');
const tags = z.array(z.string().max(200)).max(mostTags).describe('Words of your own; no commas in them.');

const Entry = z
  .object({
    state,
    tags,
    note: z.string().describe('Markdown, as you wrote it; empty where there is none.'),
    savedAt: instant,
    changedAt: instant,
    readAt: instant.nullable().describe('When you first said that it is read.'),
  })
  .meta({ id: 'LibraryEntry' });
const Kept = Entry.extend({ paper: Paper }).meta({ id: 'LibraryPaper' });

const ofPaper = { path: '/api/v1/me/library/papers/{key}', params: z.object({ key }), query: none } as const;
const noPaper = { 404: 'There is no such paper here, or it is not in your library; `detail` says which.' };

export const libraryPage = defineOperation({
  id: 'v1Library',
  surface: 'v1',
  path: '/api/v1/me/library',
  summary: 'Your library',
  description:
    'The papers that you keep, with state, tags and notes. With `q`, those that are about it, by words and meaning of the paper ' +
    'and by words of your notes and tags, best first.',
  params: none,
  query: z.object({
    q: words(3000).optional().describe('What to look for, in the language of /api/v1/search.'),
    state: LibraryState.optional().describe('Only papers in this state.'),
    tag: words(60).optional().describe('Only papers with this tag.'),
    sort: z
      .enum(librarySorts, { error: `Give ${librarySorts.join(', ')}.` })
      .default('saved')
      .describe('The order, where nothing is looked for.'),
    limit: count(1, 100, 25).describe('Papers a page.'),
    offset: count(0, 20_000, 0).describe('Papers to skip.'),
  }),
  who: reads,
  answer: z
    .object({
      items: z.array(Kept),
      total: z.number().int(),
      limit: z.number().int(),
      offset: z.number().int(),
    })
    .meta({ id: 'Library' }),
  example: { limit: '5' },
  errors: badField,
  paged: true,
});

export const libraryTags = defineOperation({
  id: 'v1LibraryTags',
  surface: 'v1',
  path: '/api/v1/me/library/tags',
  summary: 'Tags and states of your library',
  description: 'How many papers bear each tag and are in each state.',
  params: none,
  query: none,
  who: reads,
  answer: z
    .object({
      total: z.number().int(),
      states: z.object({
        'to-read': z.number().int(),
        reading: z.number().int(),
        later: z.number().int(),
        read: z.number().int(),
      }),
      tags: z.array(z.object({ tag: z.string(), count: z.number().int() })),
    })
    .meta({ id: 'LibraryTags' }),
  example: {},
  errors: {},
});

export const renameLibraryTag = defineOperation({
  id: 'v1RenameLibraryTag',
  surface: 'v1',
  method: 'PATCH',
  path: '/api/v1/me/library/tags/{tag}',
  summary: 'Rename a tag',
  description: 'On all papers that bear it. With null for a name it is taken off them.',
  params: z.object({ tag: words(60).describe('The tag, in any case.') }),
  query: none,
  body: z
    .strictObject({ name: Tag.nullable().describe('Its new name; null takes it off.') })
    .meta({ id: 'LibraryTagName' }),
  who: writes,
  answer: z.object({ changed: z.number().int() }).meta({ id: 'LibraryTagChange' }),
  example: { tag: 'to cite' },
  errors: badField,
});

export const libraryPaper = defineOperation({
  id: 'v1LibraryPaper',
  surface: 'v1',
  ...ofPaper,
  summary: 'A paper of your library',
  description: 'What you have said of it.',
  who: reads,
  answer: Kept,
  example: { key: '2103.03230' },
  errors: noPaper,
});

export const keepLibraryPaper = defineOperation({
  id: 'v1KeepLibraryPaper',
  surface: 'v1',
  method: 'PUT',
  ...ofPaper,
  summary: 'Save a paper, or change what you say of it',
  description:
    'Puts it into your library where it is not there yet, and changes the fields that are given. The same twice is the same as once.',
  body: z
    .strictObject({
      state: state.optional(),
      tags: z.array(Tag).max(mostTags).optional().describe('In place of all tags before.'),
      addTags: z.array(Tag).max(mostTags).optional(),
      removeTags: z.array(Tag).max(mostTags).optional(),
      note: Note.optional().describe(`Markdown, at most ${longestNote} characters.`),
    })
    .meta({ id: 'LibraryChange' }),
  who: writes,
  answer: Kept,
  example: { key: '2103.03230' },
  errors: { ...badField, 404: 'There is no such paper here.', 409: 'Your library is full.' },
});

export const removeLibraryPaper = defineOperation({
  id: 'v1RemoveLibraryPaper',
  surface: 'v1',
  method: 'DELETE',
  ...ofPaper,
  summary: 'Take a paper out of your library',
  description: 'With its tags and its note.',
  who: writes,
  status: 204,
  answer: z.null(),
  example: { key: '2103.03230' },
  errors: noPaper,
});

const Trouble = z.object({ position: z.string(), text: z.string(), reason: z.string() });

export const importLibraryFile = defineOperation({
  id: 'v1ImportLibrary',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/me/library/import',
  summary: 'Bring papers into your library',
  description:
    'From the text of a BibTeX, RIS, CSL-JSON, ORCID, Semantic Scholar or Zotero file, or a list of arXiv ids, DOIs and addresses. ' +
    'Papers that are not here are added, where your role allows it. What cannot be read is listed, and the rest is taken.',
  params: none,
  query: none,
  body: z
    .strictObject({
      text: z
        .string()
        .min(1)
        .max(16 * 2 ** 20),
      name: z.string().max(200).optional().describe('Of the file, for what its ending tells.'),
      state: state.optional(),
      tags: z.array(Tag).max(mostTags).optional().describe('For all of them.'),
    })
    .meta({ id: 'LibraryFile' }),
  who: writes,
  answer: z
    .object({
      read: z.number().int(),
      found: z.number().int().describe('Papers that were here.'),
      added: z.number().int().describe('Papers that were not here.'),
      known: z.number().int().describe('Papers that were in your library before.'),
      full: z.number().int().describe('Papers for which there was no room.'),
      cut: z.boolean().describe('There was more than is read at once.'),
      troubles: z.array(Trouble),
    })
    .meta({ id: 'LibraryImport' }),
  example: {},
  errors: badField,
});

export const exportLibraryFile = defineOperation({
  id: 'v1ExportLibrary',
  surface: 'v1',
  path: '/api/v1/me/library/export',
  summary: 'Your library as a file',
  description: 'For reference managers, for reading, or, as JSON, with everything that you have said.',
  params: none,
  query: z.object({
    format: z
      .enum(libraryFormats, { error: `Give ${libraryFormats.join(', ')}.` })
      .default('json')
      .describe('The format.'),
  }),
  who: reads,
  answer: z.string(),
  mediaTypes: [
    'application/json',
    'application/x-bibtex',
    'application/x-research-info-systems',
    'text/markdown',
    'application/vnd.citationstyles.csl+json',
  ],
  example: { format: 'bibtex' },
  errors: badField,
});

export const ownLibraryOperations: readonly AnyOperation[] = [
  libraryPage,
  libraryTags,
  renameLibraryTag,
  libraryPaper,
  keepLibraryPaper,
  removeLibraryPaper,
  importLibraryFile,
  exportLibraryFile,
];
