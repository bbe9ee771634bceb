import { ingest, type Reject, type SourceRecord, type Store } from '@broadsheet/papers';
import type { LibraryItem } from './library-item.ts';
import { isReject, libraryRecord } from './library-record.ts';

/** Who hears of what could not be added. */
export interface Telling {
  absent: (one: { position: string; title: string; reason: string }) => void;
  reject: (one: Reject) => void;
}

/**
 * Takes in the papers that are not here, where their member may add papers.
 * @param ids of the items' papers; the new ones are put in the places of null.
 */
export async function addMissing(
  store: Store,
  items: readonly LibraryItem[],
  ids: (number | null)[],
  { mayAdd, now }: { mayAdd: boolean; now: Date },
  tell: Telling,
): Promise<void> {
  const records = new Map<string, SourceRecord>();
  const waiting: { index: number; key: string }[] = [];
  for (const [index, item] of items.entries()) {
    if (ids[index] !== null) continue;
    const { position, record } = item;
    if (record.title === '') {
      const name = record.identities?.[0];
      tell.absent({
        position,
        title: name === undefined ? '' : `${name.scheme}:${name.value}`,
        reason: 'No paper here is called that, and only its name was given.',
      });
      continue;
    }
    const made = libraryRecord(item);
    if (isReject(made)) tell.reject(made);
    else if (!mayAdd)
      tell.absent({
        position,
        title: record.title.slice(0, 300),
        reason: 'It is not here, and adding papers takes the role of member.',
      });
    else {
      if (!records.has(made.key)) records.set(made.key, made);
      waiting.push({ index, key: made.key });
    }
  }
  if (records.size === 0) return;
  // One that has been brought by another reader stays as it was brought.
  const there = await recordedAs(store, [...records.keys()]);
  const fresh = [...records.values()].filter(({ key }) => !there.has(key));
  if (fresh.length > 0)
    await ingest(
      store,
      fresh.map((record) => ({ ok: true as const, position: record.key, record })),
      { kind: 'import', origin: 'a reader’s library', now },
    );
  const all = await recordedAs(store, [...records.keys()]);
  for (const { index, key } of waiting) ids[index] = all.get(key) ?? null;
}

async function recordedAs(
  store: Pick<Store, 'query'>,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const rows = await store.query<{ key: string; id: number }>(
    `select key, paper_id as id from records where source = 'library' and key = any($1::text[])`,
    [keys],
  );
  return new Map(rows.map(({ key, id }) => [key, id]));
}
