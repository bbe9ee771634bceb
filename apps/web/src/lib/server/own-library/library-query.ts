import { LibraryState, librarySorts, Tag, type LibraryFilter, type LibrarySort } from '@broadsheet/people';
import { z } from 'zod';

/** What the address of a library's page asks for. */
export interface LibraryQuery {
  filter: LibraryFilter;
  sort: LibrarySort;
  /** From 1 on. */
  page: number;
  /** What is looked for; empty where nothing is. */
  q: string;
}

const Page = z.coerce.number().int().min(1).max(2000).catch(1);
const Sort = z.enum(librarySorts).catch('saved');

/** Reads it; what is wrong is left out. */
export function readLibraryQuery(query: URLSearchParams): LibraryQuery {
  const state = LibraryState.safeParse(query.get('state')).data;
  const tags = query.getAll('tag').flatMap((tag) => Tag.safeParse(tag).data ?? []);
  return {
    filter: {
      ...(state === undefined ? {} : { state }),
      ...(tags.length === 0 ? {} : { tags: tags.slice(0, 10) }),
      ...(query.has('untagged') ? { untagged: true } : {}),
      ...(query.has('noted') ? { noted: true } : {}),
    },
    sort: Sort.parse(query.get('sort') ?? undefined),
    page: Page.parse(query.get('page') ?? undefined),
    q: (query.get('q') ?? '').trim().slice(0, 3000),
  };
}
