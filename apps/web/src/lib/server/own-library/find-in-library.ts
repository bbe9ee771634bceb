import type { Store } from '@broadsheet/papers';
import { libraryIds, libraryPapers, listLibrary, rankNotes, type LibraryPaper } from '@broadsheet/people';
import { searchPapers, type Encoder, type Hit } from '@broadsheet/search';
import type { LibraryQuery } from './library-query.ts';

/** A paper of somebody's library, and, where something was looked for, how it was found. */
export interface FoundInLibrary extends LibraryPaper {
  hit: Hit | null;
  /** Words of the query stand in the reader's note or tags. */
  inNote: boolean;
}

export interface LibraryFindings {
  items: FoundInLibrary[];
  total: number;
  /** Parts of the query that were not understood, each with the reason. */
  ignored: { text: string; reason: string }[];
}

/**
 * A page of somebody's library. With something to look for: the papers that the filter holds for, by words and meaning of the paper
 * and by words of note and tags, best first; else in the order asked for.
 */
export async function findInLibrary(
  store: Store,
  memberId: string,
  { filter, sort, q }: LibraryQuery,
  { limit, offset }: { limit: number; offset: number },
  encoder: Encoder | null,
): Promise<LibraryFindings> {
  if (q === '') {
    const { items, total } = await listLibrary(store, memberId, filter, sort, { limit, offset });
    return { items: items.map((item) => ({ ...item, hit: null, inNote: false })), total, ignored: [] };
  }
  const among = await libraryIds(store, memberId, filter);
  const wanted = new Set(among);
  const notes = (await rankNotes(store, memberId, q)).map(({ id }) => id).filter((id) => wanted.has(id));
  const answer = await searchPapers(store, { query: q, among, beside: notes, limit, offset }, encoder);
  const noted = new Set(notes);
  const papers = new Map(
    (
      await libraryPapers(
        store,
        memberId,
        answer.hits.map(({ paper }) => paper.id),
      )
    ).map((item) => [item.paper.id, item]),
  );
  return {
    items: answer.hits.flatMap((hit) => {
      const item = papers.get(hit.paper.id);
      return item === undefined ? [] : [{ ...item, hit, inNote: noted.has(hit.paper.id) }];
    }),
    total: answer.total,
    ignored: answer.ignored,
  };
}
