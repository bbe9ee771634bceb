import { findDescribedPapers, type Reject, type Store } from '@broadsheet/papers';
import { mostTags, Note, Tag, type LibraryEntry, type LibraryState } from '../entry.ts';
import { keepEach, type keepPapers } from '../keep-papers.ts';
import { addMissing } from './add-missing.ts';
import type { LibraryItem, ReadLibraryItem } from './library-item.ts';

/** Items that one import takes; more are left for the next. */
export const mostItems = 10_000;
/** Papers that are kept in one transaction. */
const batch = 500;
/** Troubles that are told one by one. */
const mostTold = 500;

export interface LibraryImport {
  /** Items read, good and bad. */
  read: number;
  /** Papers that were here, and are in the library now. */
  found: number;
  /** Papers that were not here: their records were taken in. */
  added: number;
  /** Papers that were in the library before. */
  known: number;
  /** Papers that are not here and may not be added by this member, or of which no more than a name is known. */
  absent: { position: string; title: string; reason: string }[];
  /** What could not be read, each with its place and the reason. */
  rejects: Reject[];
  /** Papers for which the library has no room. */
  full: number;
  /** There was more than is read at once. */
  cut: boolean;
}

export interface ImportOptions {
  /** Whether papers that are not here may be added: who may not submit papers may not do it by their library either. */
  mayAdd: boolean;
  /** For papers that say nothing of it themselves. */
  state?: LibraryState;
  /** For all of them. */
  addTags?: readonly string[];
  now: Date;
  /** Told of each item that has its paper, in order. */
  onPaper?: (item: LibraryItem, paperId: number) => void;
}

/**
 * Takes papers of another library into a member's. What is here is marked; what is not is taken in as a record of the source
 * `library` (see `libraryRecord`), where the member may add papers. A bad item costs only itself. The same file twice changes
 * nothing: what the reader has said here since is kept, only tags and missing notes are added.
 */
export async function importLibrary(
  store: Store,
  memberId: string,
  items: Iterable<ReadLibraryItem> | AsyncIterable<ReadLibraryItem>,
  options: ImportOptions,
): Promise<LibraryImport> {
  const report: LibraryImport = {
    read: 0,
    found: 0,
    added: 0,
    known: 0,
    absent: [],
    rejects: [],
    full: 0,
    cut: false,
  };
  const good: LibraryItem[] = [];
  for await (const item of items) {
    if (report.read === mostItems) {
      report.cut = true;
      break;
    }
    report.read++;
    if (item.ok) good.push(item.item);
    else tell(report.rejects, item.reject);
  }
  const ids = await findDescribedPapers(
    store,
    good.map(({ record }) => record),
  );
  const before = new Set(ids);
  await addMissing(store, good, ids, options, {
    absent: (one) => tell(report.absent, one),
    reject: (one) => tell(report.rejects, one),
  });
  const held = await store.query<{ id: number }>(
    'select paper_id as id from library_entries where member_id = $1 and paper_id = any($2::bigint[])',
    [memberId, ids.filter((id) => id !== null)],
  );
  const known = new Set(held.map(({ id }) => id));
  const placed = good.flatMap((item, index) => {
    const paperId = ids[index] ?? null;
    return paperId === null ? [] : [{ item, paperId }];
  });
  for (let at = 0; at < placed.length; at += batch) {
    const papers = placed.slice(at, at + batch);
    const { full } = await keepEach(
      store,
      memberId,
      papers.map(({ item, paperId }) => ({ paperId, change: (entry) => changeFor(item, entry, options) })),
      options.now,
    );
    report.full += full;
    for (const { item, paperId } of papers) options.onPaper?.(item, paperId);
  }
  const kept = [...new Set(placed.map(({ paperId }) => paperId))];
  report.known = kept.filter((id) => known.has(id)).length;
  const fresh = kept.filter((id) => !known.has(id));
  report.found = fresh.filter((id) => before.has(id)).length;
  report.added = fresh.length - report.found;
  return report;
}

/** What an item says, as far as the reader has not said otherwise here. */
function changeFor(
  { entry }: LibraryItem,
  held: LibraryEntry | null,
  { state, addTags = [] }: ImportOptions,
): Parameters<typeof keepPapers>[3] {
  const tags = [...entry.tags, ...addTags].flatMap(
    (tag) => Tag.safeParse(tag.replaceAll(',', ' ').slice(0, 60)).data ?? [],
  );
  const note = Note.safeParse(entry.note ?? '').data ?? '';
  const first = entry.state ?? state;
  return {
    addTags: tags.slice(0, mostTags),
    ...((held?.note ?? '') === '' && note !== '' ? { note } : {}),
    ...(held !== null
      ? {}
      : {
          savedAt: entry.savedAt,
          readAt: entry.readAt,
          ...(first === undefined ? {} : { state: first }),
        }),
  };
}

function tell<T>(list: T[], item: T): void {
  if (list.length < mostTold) list.push(item);
}
