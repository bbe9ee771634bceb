import { findPaper } from '@broadsheet/papers';
import {
  countLibrary,
  importLibrary,
  keepPapers,
  libraryMedia,
  libraryPapers,
  may,
  readLibrary,
  removeFromLibrary,
  renameTag,
  writeLibrary,
  type LibraryPaper,
} from '@broadsheet/people';
import { findInLibrary } from '../own-library/find-in-library.ts';
import { nextPage } from './next-page.ts';
import { askedBy, type AnswerOf, type Answerer, type Asking } from './operation.ts';
import type {
  exportLibraryFile,
  importLibraryFile,
  keepLibraryPaper,
  libraryPage,
  libraryPaper,
  libraryTags,
  removeLibraryPaper,
  renameLibraryTag,
} from './own-library-operations.ts';
import { toPaperJson } from './paper-json.ts';
import { ApiProblem } from './problem.ts';

export const answerLibraryPage: Answerer<typeof libraryPage> = async ({ query }, asking) => {
  const { q = '', state, tag, sort, limit, offset } = query;
  const filter = { ...(state === undefined ? {} : { state }), ...(tag === undefined ? {} : { tags: [tag] }) };
  const { items, total } = await findInLibrary(
    asking.store,
    askedBy(asking).id,
    { filter, sort, q, page: 1 },
    { limit, offset },
    q === '' ? null : await asking.encoder(),
  );
  const body = { items: items.map((item) => toJson(item, asking)), total, limit, offset };
  const headers = nextPage(asking.url, body, { offset: String(offset + limit) });
  return { body, headers };
};

export const answerLibraryTags: Answerer<typeof libraryTags> = async (_, asking) => {
  const { total, states, tags } = await countLibrary(asking.store, askedBy(asking).id);
  return { body: { total, states, tags } };
};

export const answerRenameLibraryTag: Answerer<typeof renameLibraryTag> = async (
  { params, body },
  asking,
) => ({
  body: {
    changed: await renameTag(asking.store, askedBy(asking).id, params.tag, body.name ?? '', asking.now),
  },
});

export const answerLibraryPaper: Answerer<typeof libraryPaper> = async ({ params }, asking) => ({
  body: await keptPaper(asking, await paperCalled(asking, params.key)),
});

export const answerKeepLibraryPaper: Answerer<typeof keepLibraryPaper> = async ({ params, body }, asking) => {
  const id = await paperCalled(asking, params.key);
  const { full } = await keepPapers(asking.store, askedBy(asking).id, [id], body, asking.now);
  if (full > 0)
    throw new ApiProblem(409, 'Your library is full', 'Take some papers out of it, then save this one.');
  return { body: await keptPaper(asking, id) };
};

export const answerRemoveLibraryPaper: Answerer<typeof removeLibraryPaper> = async ({ params }, asking) => {
  const id = await paperCalled(asking, params.key);
  if ((await removeFromLibrary(asking.store, askedBy(asking).id, [id])) === 0) throw notKept();
  return { body: null };
};

export const answerImportLibraryFile: Answerer<typeof importLibraryFile> = async ({ body }, asking) => {
  const member = askedBy(asking);
  const { read, found, added, known, full, cut, rejects, absent } = await importLibrary(
    asking.store,
    member.id,
    readLibrary(body.text, body.name ?? 'text'),
    {
      // A token for the library alone adds no papers for all.
      mayAdd: may(member, 'submit papers') && (asking.scopes?.includes('submit') ?? true),
      now: asking.now,
      addTags: body.tags ?? [],
      ...(body.state === undefined ? {} : { state: body.state }),
    },
  );
  return {
    body: {
      read,
      found,
      added,
      known,
      full,
      cut,
      troubles: [
        ...rejects.map(({ position, excerpt, reason }) => ({ position, text: excerpt, reason })),
        ...absent.map(({ position, title, reason }) => ({ position, text: title, reason })),
      ],
    },
  };
};

export const answerExportLibraryFile: Answerer<typeof exportLibraryFile> = async ({ query }, asking) => ({
  body: await writeLibrary(asking.store, askedBy(asking).id, query.format),
  contentType: libraryMedia[query.format].type,
});

async function paperCalled({ store }: Asking, key: string): Promise<number> {
  const found = await findPaper(store, key);
  if (found === null) throw new ApiProblem(404, 'No such paper', `No paper here is called “${key}”.`);
  return found.id;
}

async function keptPaper(asking: Asking, id: number): Promise<AnswerOf<typeof libraryPaper>> {
  const [kept] = await libraryPapers(asking.store, askedBy(asking).id, [id]);
  if (kept === undefined) throw notKept();
  return toJson(kept, asking);
}

function notKept(): ApiProblem {
  return new ApiProblem(404, 'Not in your library', 'The paper is here, but you do not keep it.');
}

function toJson({ paper, entry }: LibraryPaper, { url }: Asking): AnswerOf<typeof libraryPaper> {
  const { state, tags, note, savedAt, changedAt, readAt } = entry;
  return {
    paper: toPaperJson(paper, url.origin),
    state,
    tags,
    note,
    savedAt: savedAt.toISOString(),
    changedAt: changedAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
  };
}
