import { getPapers, type PaperSummary, type Store } from '@broadsheet/papers';
import { entryColumns, type LibraryEntry, type LibraryState } from './entry.ts';

/** Which of a library's papers are meant; all conditions hold together. */
export interface LibraryFilter {
  state?: LibraryState | undefined;
  /** Papers that bear all of these tags, in any case. */
  tags?: readonly string[] | undefined;
  /** Papers that bear no tag at all. */
  untagged?: boolean | undefined;
  /** Papers with a note. */
  noted?: boolean | undefined;
}

export const librarySorts = ['saved', 'changed', 'read', 'published', 'title', 'votes'] as const;
export type LibrarySort = (typeof librarySorts)[number];

const orders: Record<LibrarySort, string> = {
  saved: 'e.saved_at desc',
  changed: 'e.changed_at desc',
  read: 'e.read_at desc nulls last, e.saved_at desc',
  published: 'p.published_on desc nulls last',
  title: 'lower(p.title)',
  votes: 's.votes desc',
};

export interface LibraryPaper {
  paper: PaperSummary;
  entry: LibraryEntry;
}

/**
 * One page of somebody's library.
 * @param page `limit` 1 to 200, `offset` 0 or more. @throws RangeError for others.
 */
export async function listLibrary(
  store: Pick<Store, 'query'>,
  memberId: string,
  filter: LibraryFilter,
  sort: LibrarySort,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ items: LibraryPaper[]; total: number }> {
  if (!Number.isInteger(limit) || limit < 1 || limit > 200 || !Number.isSafeInteger(offset) || offset < 0)
    throw new RangeError(`A page has 1 to 200 papers and starts at 0 or later, not ${limit} from ${offset}.`);
  const { where, parameters } = conditionsOf(memberId, filter);
  const [counted] = await store.query<{ total: number }>(
    `select count(*)::int as total from library_entries e where ${where}`,
    parameters,
  );
  const rows = await store.query<{ id: number }>(
    `select e.paper_id as id from library_entries e
       join papers p on p.id = e.paper_id join standings s on s.paper_id = e.paper_id
      where ${where} order by ${orders[sort]}, e.paper_id desc limit ${limit} offset ${offset}`,
    parameters,
  );
  const ids = rows.map(({ id }) => id);
  return { items: await libraryPapers(store, memberId, ids), total: counted?.total ?? 0 };
}

/** Papers of somebody's library with what they said of them, in the order given; what is not in it is left out. */
export async function libraryPapers(
  store: Pick<Store, 'query'>,
  memberId: string,
  paperIds: readonly number[],
): Promise<LibraryPaper[]> {
  const entries = await entriesOf(store, memberId, paperIds);
  const papers = await getPapers(
    store,
    paperIds.filter((id) => entries.has(id)),
  );
  return papers.flatMap((paper) => {
    const entry = entries.get(paper.id);
    return entry === undefined ? [] : [{ paper, entry }];
  });
}

/** What somebody said of papers, by paper; those that are not in the library are missing. */
export async function entriesOf(
  store: Pick<Store, 'query'>,
  memberId: string,
  paperIds: readonly number[],
): Promise<Map<number, LibraryEntry>> {
  if (paperIds.length === 0) return new Map();
  const rows = await store.query<LibraryEntry>(
    `select ${entryColumns} from library_entries e where e.member_id = $1 and e.paper_id = any($2::bigint[])`,
    [memberId, paperIds],
  );
  return new Map(rows.map((entry) => [entry.paperId, entry]));
}

/** Which of these papers are in somebody's library, with their states: for the marks on cards. */
export async function savedAmong(
  store: Pick<Store, 'query'>,
  memberId: string,
  paperIds: readonly number[],
): Promise<Map<number, LibraryState>> {
  if (paperIds.length === 0) return new Map();
  const rows = await store.query<{ id: number; state: LibraryState }>(
    'select paper_id as id, state from library_entries where member_id = $1 and paper_id = any($2::bigint[])',
    [memberId, paperIds],
  );
  return new Map(rows.map(({ id, state }) => [id, state]));
}

/** The ids of all papers of a library that a filter holds for, in order of their ids. */
export async function libraryIds(
  store: Pick<Store, 'query'>,
  memberId: string,
  filter: LibraryFilter = {},
): Promise<number[]> {
  const { where, parameters } = conditionsOf(memberId, filter);
  const rows = await store.query<{ id: number }>(
    `select e.paper_id as id from library_entries e where ${where} order by e.paper_id`,
    parameters,
  );
  return rows.map(({ id }) => id);
}

/** How many papers a library holds, in each state and under each tag; the tags by name, in the spelling used most. */
export interface LibraryCounts {
  total: number;
  states: Record<LibraryState, number>;
  tags: { tag: string; count: number }[];
  untagged: number;
  noted: number;
}

export async function countLibrary(store: Pick<Store, 'query'>, memberId: string): Promise<LibraryCounts> {
  const states = await store.query<{ state: LibraryState; count: number; untagged: number; noted: number }>(
    `select state, count(*)::int as count, count(*) filter (where tags = '{}')::int as untagged,
            count(*) filter (where note <> '')::int as noted
       from library_entries where member_id = $1 group by state`,
    [memberId],
  );
  const tags = await store.query<{ tag: string; count: number }>(
    `select mode() within group (order by t.tag) as tag, count(*)::int as count
       from library_entries e, unnest(e.tags) as t (tag) where e.member_id = $1
      group by lower(t.tag) order by lower(t.tag)`,
    [memberId],
  );
  const sum = (field: 'count' | 'untagged' | 'noted') => states.reduce((all, row) => all + row[field], 0);
  const inState = (state: LibraryState) => states.find((row) => row.state === state)?.count ?? 0;
  return {
    total: sum('count'),
    states: {
      'to-read': inState('to-read'),
      reading: inState('reading'),
      later: inState('later'),
      read: inState('read'),
    },
    tags,
    untagged: sum('untagged'),
    noted: sum('noted'),
  };
}

function conditionsOf(
  memberId: string,
  { state, tags = [], untagged, noted }: LibraryFilter,
): { where: string; parameters: unknown[] } {
  const parameters: unknown[] = [memberId];
  const parts = ['e.member_id = $1'];
  if (state !== undefined) parts.push(`e.state = $${parameters.push(state)}`);
  for (const tag of tags.slice(0, 20))
    parts.push(
      `exists (select from unnest(e.tags) t where lower(t) = lower($${parameters.push(tag.replaceAll('\0', '').toWellFormed())}))`,
    );
  if (untagged === true) parts.push(`e.tags = '{}'`);
  if (noted === true) parts.push(`e.note <> ''`);
  return { where: parts.join(' and '), parameters };
}
