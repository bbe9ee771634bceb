import { analyse, type Store } from '@broadsheet/papers';
import { entryColumns, mostEntries, type LibraryChange, type LibraryEntry } from './entry.ts';
import { changeTags } from './tag-list.ts';

/** What became of a wish to keep or to change papers. */
export interface Kept {
  /** Papers that were not in the library before. */
  saved: number;
  /** Papers that were, and are otherwise now. */
  changed: number;
  /** Papers for which there was no room any more: a library holds 20,000. */
  full: number;
}

/** When something was saved and read, for what is brought from elsewhere. */
interface Dates {
  savedAt?: Date | undefined;
  readAt?: Date | null | undefined;
}

/** A paper to keep, and what is to be said of it: the same for all, or as what is held of it already has it. */
export interface PaperToKeep {
  paperId: number;
  change: (held: LibraryEntry | null) => LibraryChange & Dates;
}

/**
 * Keeps papers in somebody's library and says things of them; of papers that are in it already, only what is named changes. The
 * same twice changes nothing. Ids that are no papers are left out.
 */
export function keepPapers(
  store: Pick<Store, 'transaction'>,
  memberId: string,
  paperIds: readonly number[],
  change: LibraryChange & Dates,
  now: Date,
): Promise<Kept> {
  const papers = paperIds.map((paperId) => ({ paperId, change: () => change }));
  return keepEach(store, memberId, papers, now);
}

/** The same, with something of its own to say of each paper. A paper that comes twice is told twice, in order. */
export function keepEach(
  store: Pick<Store, 'transaction'>,
  memberId: string,
  papers: readonly PaperToKeep[],
  now: Date,
): Promise<Kept> {
  const paperIds = papers.map(({ paperId }) => paperId);
  return store.transaction(async ({ query }) => {
    const before = await lockEntries(query, memberId, paperIds);
    const there = await query<{ id: number }>('select id from papers where id = any($1::bigint[])', [
      paperIds,
    ]);
    const known = new Set(there.map(({ id }) => id));
    const [counted] = await query<{ count: number }>(
      'select count(*)::int as count from library_entries where member_id = $1',
      [memberId],
    );
    const room = Math.max(0, mostEntries - (counted?.count ?? 0));
    const after = new Map<number, LibraryEntry>();
    const full = new Set<number>();
    let saved = 0;
    for (const { paperId, change } of papers) {
      const held = after.get(paperId) ?? before.get(paperId) ?? null;
      if (held !== null) {
        const entry = changed(held, change(held), now);
        if (entry !== null) after.set(paperId, entry);
      } else if (known.has(paperId)) {
        if (saved >= room) {
          full.add(paperId);
          continue;
        }
        saved++;
        after.set(paperId, made(paperId, change(null), now));
      }
    }
    await writeEntries(query, memberId, [...after.values()]);
    return { saved, changed: after.size - saved, full: full.size };
  });
}

/** Changes papers that are in somebody's library; others are left alone. */
export function changeEntries(
  store: Pick<Store, 'transaction'>,
  memberId: string,
  paperIds: readonly number[],
  change: LibraryChange,
  now: Date,
): Promise<number> {
  return store.transaction(async ({ query }) => {
    const before = await lockEntries(query, memberId, paperIds);
    const entries = [...before.values()].flatMap((entry) => changed(entry, change, now) ?? []);
    await writeEntries(query, memberId, entries);
    return entries.length;
  });
}

/** Takes papers out of somebody's library, with all that was said of them. @returns how many were in it. */
export async function removeFromLibrary(
  store: Pick<Store, 'query'>,
  memberId: string,
  paperIds: readonly number[],
): Promise<number> {
  const gone = await store.query(
    'delete from library_entries where member_id = $1 and paper_id = any($2::bigint[]) returning paper_id',
    [memberId, paperIds],
  );
  return gone.length;
}

/** Gives a tag of all papers another name; where a paper bears both, they become one. An empty name takes the tag off. */
export function renameTag(
  store: Pick<Store, 'transaction'>,
  memberId: string,
  tag: string,
  name: string,
  now: Date,
): Promise<number> {
  return store.transaction(async ({ query }) => {
    const rows = await query<LibraryEntry>(
      `select ${entryColumns} from library_entries e
        where e.member_id = $1 and exists (select from unnest(e.tags) t where lower(t) = lower($2)) for update`,
      [memberId, tag],
    );
    const entries = rows.map((entry) => ({
      ...entry,
      tags: changeTags(entry.tags, { remove: [tag], add: name === '' ? [] : [name] }),
      changedAt: now,
    }));
    await writeEntries(query, memberId, entries);
    return entries.length;
  });
}

async function lockEntries(
  query: Store['query'],
  memberId: string,
  paperIds: readonly number[],
): Promise<Map<number, LibraryEntry>> {
  // Whoever keeps papers waits for who does so for the same member: counts and limits then hold.
  await query('select from members where id = $1 for no key update', [memberId]);
  const rows = await query<LibraryEntry>(
    `select ${entryColumns} from library_entries e where e.member_id = $1 and e.paper_id = any($2::bigint[])`,
    [memberId, paperIds],
  );
  return new Map(rows.map((entry) => [entry.paperId, entry]));
}

function made(
  paperId: number,
  { state = 'to-read', tags = [], addTags = [], note = '', savedAt, readAt }: LibraryChange & Dates,
  now: Date,
): LibraryEntry {
  return {
    paperId,
    state,
    tags: changeTags(tags, { add: addTags }),
    note,
    savedAt: savedAt ?? now,
    changedAt: now,
    readAt: readAt ?? (state === 'read' ? now : null),
  };
}

/** null where nothing would be otherwise. */
function changed(entry: LibraryEntry, change: LibraryChange & Dates, now: Date): LibraryEntry | null {
  const state = change.state ?? entry.state;
  const after: LibraryEntry = {
    ...entry,
    state,
    tags: changeTags(change.tags ?? entry.tags, { add: change.addTags, remove: change.removeTags }),
    note: change.note ?? entry.note,
    readAt: entry.readAt ?? change.readAt ?? (state === 'read' ? now : null),
  };
  return JSON.stringify(after) === JSON.stringify(entry) ? null : { ...after, changedAt: now };
}

async function writeEntries(
  query: Store['query'],
  memberId: string,
  entries: readonly LibraryEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ paperId, state, tags, note, savedAt, changedAt, readAt }) => ({
    paper_id: paperId,
    state,
    tags,
    note,
    terms: analyse(`${tags.join(' ')} ${note}`),
    saved_at: savedAt,
    changed_at: changedAt,
    read_at: readAt,
  }));
  await query(
    `insert into library_entries (member_id, paper_id, state, tags, note, terms, saved_at, changed_at, read_at)
     select $1, paper_id, state, tags, note, terms, saved_at, changed_at, read_at from jsonb_to_recordset($2::jsonb)
         as e (paper_id bigint, state text, tags text[], note text, terms text, saved_at timestamptz,
               changed_at timestamptz, read_at timestamptz)
     on conflict (member_id, paper_id) do update set state = excluded.state, tags = excluded.tags, note = excluded.note,
       terms = excluded.terms, changed_at = excluded.changed_at, read_at = excluded.read_at`,
    [memberId, JSON.stringify(rows)],
  );
}
