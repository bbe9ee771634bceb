import type { Store } from '@broadsheet/papers';
import { importLibrary, type LibraryImport } from '../import/import-library.ts';
import type { LibraryItem, ReadLibraryItem } from '../import/library-item.ts';
import { changeEntries } from '../keep-papers.ts';
import type { LibraryServiceName } from './connections.ts';

/** What a service says in one answer. */
export interface LibraryStep {
  items: readonly ReadLibraryItem[];
  /** Names of items that are no longer there. */
  gone: readonly string[];
  /** Behind the last answer: the version that the library has there. Null before. */
  version: number | null;
  /** The service wants to be left alone until then. */
  restsUntil: Date | null;
}

export interface SyncOptions {
  mayAdd: boolean;
  now: Date;
}

/**
 * Takes into a member's library what has changed in the one it is kept up with. One way: nothing is changed there. New items come,
 * with their tags; a tag that was taken off there is taken off here, and the reader's own tags, notes and states stay. What was
 * deleted there stays here, and is the reader's to remove. The version is kept behind the last step, so that a run that was killed
 * is simply run again.
 * @throws what the steps throw; what was taken in before stands.
 */
export async function syncLibrary(
  store: Store,
  memberId: string,
  service: LibraryServiceName,
  steps: AsyncIterable<LibraryStep>,
  { mayAdd, now }: SyncOptions,
): Promise<LibraryImport> {
  const all: LibraryImport = {
    read: 0,
    found: 0,
    added: 0,
    known: 0,
    absent: [],
    rejects: [],
    full: 0,
    cut: false,
  };
  for await (const { items, gone, version, restsUntil } of steps) {
    const placed: { item: LibraryItem; paperId: number }[] = [];
    const report = await importLibrary(store, memberId, items, {
      mayAdd,
      now,
      onPaper: (item, paperId) => placed.push({ item, paperId }),
    });
    await noteItems(store, memberId, service, placed, now);
    await forgetItems(store, memberId, service, gone);
    if (version !== null || restsUntil !== null)
      await store.query(
        `update library_connections set version = coalesce($3, version), rests_until = $4,
                synced_at = case when $3::int is null then synced_at else $5 end,
                trouble = case when $3::int is null then trouble end
          where member_id = $1 and service = $2`,
        [memberId, service, version, restsUntil, now],
      );
    add(all, report);
  }
  return all;
}

/** Says that a run came to its end without anything new, or what kept it from that. */
export async function noteSync(
  store: Pick<Store, 'query'>,
  memberId: string,
  service: LibraryServiceName,
  { trouble, restsUntil = null, now }: { trouble: string | null; restsUntil?: Date | null; now: Date },
): Promise<void> {
  await store.query(
    `update library_connections set trouble = $3, rests_until = coalesce($4, rests_until),
            synced_at = case when $3::text is null then $5 else synced_at end
      where member_id = $1 and service = $2`,
    [memberId, service, trouble?.slice(0, 500) ?? null, restsUntil, now],
  );
}

async function noteItems(
  store: Store,
  memberId: string,
  service: LibraryServiceName,
  placed: readonly { item: LibraryItem; paperId: number }[],
  now: Date,
): Promise<void> {
  const named = placed.flatMap(({ item, paperId }) =>
    item.item === undefined ? [] : [{ item: item.item, paper_id: paperId, tags: [...item.entry.tags] }],
  );
  if (named.length === 0) return;
  const before = await store.query<{ item: string; paperId: number; tags: string[] }>(
    `select item, paper_id as "paperId", tags from library_items
      where member_id = $1 and service = $2 and item = any($3::text[])`,
    [memberId, service, named.map(({ item }) => item)],
  );
  for (const old of before) {
    const present = named.find(({ item }) => item === old.item);
    const takenOff = old.tags.filter((tag) => !(present?.tags.includes(tag) ?? false));
    if (takenOff.length > 0)
      await changeEntries(store, memberId, [old.paperId], { removeTags: takenOff }, now);
  }
  await store.query(
    `insert into library_items (member_id, service, item, paper_id, tags)
     select $1, $2, item, paper_id, tags from jsonb_to_recordset($3::jsonb) as i (item text, paper_id bigint, tags text[])
     on conflict (member_id, service, item) do update set paper_id = excluded.paper_id, tags = excluded.tags`,
    [memberId, service, JSON.stringify([...new Map(named.map((row) => [row.item, row])).values()])],
  );
}

async function forgetItems(
  store: Pick<Store, 'query'>,
  memberId: string,
  service: LibraryServiceName,
  gone: readonly string[],
): Promise<void> {
  if (gone.length === 0) return;
  await store.query(
    'delete from library_items where member_id = $1 and service = $2 and item = any($3::text[])',
    [memberId, service, gone],
  );
}

function add(all: LibraryImport, part: LibraryImport): void {
  for (const field of ['read', 'found', 'added', 'known', 'full'] as const) all[field] += part[field];
  all.absent.push(...part.absent);
  all.rejects.push(...part.rejects);
}
