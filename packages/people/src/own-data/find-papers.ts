import {
  findDescribedPapers,
  parseIdentity,
  type Identity,
  type SourceRecord,
  type Store,
} from '@broadsheet/papers';
import { addMissing } from '../library/import/add-missing.ts';
import type { LibraryItem } from '../library/import/library-item.ts';
import type { ImportMeans } from './archive-room.ts';

/** The records that an archive brought, by every name that they may be asked for. */
export type BroughtRecords = ReadonlyMap<string, SourceRecord>;

/** The names under which a record is found again: those of its paper, and its own. */
export function namesOfRecord({ source, key, identities }: SourceRecord): string[] {
  return [...identities.filter(({ confirmed }) => confirmed).map(nameOf), `record:${source}/${key}`];
}

function nameOf({ scheme, value }: Pick<Identity, 'scheme' | 'value'>): string {
  return scheme === 'url' ? value : `${scheme}:${value}`;
}

/**
 * Finds the papers of an archive's names here: by what the archive's record says of the paper, else by the name alone. Those that
 * are not here are taken in as records of the source `library`, with its caution (see `libraryRecord`), where that is allowed.
 */
export function paperFinder(
  store: Store,
  brought: BroughtRecords,
  { mayAdd, now }: { mayAdd: boolean; now: Date },
): ImportMeans['find'] {
  const known = new Map<string, number>();
  return async (names) => {
    const missing = [...new Set(names)].filter((name) => !known.has(name));
    const items = missing.map((name) => itemCalled(name, brought));
    const ids = await findDescribedPapers(
      store,
      items.map(({ record }) => record),
    );
    const nothing = () => {};
    await addMissing(store, items, ids, { mayAdd, now }, { absent: nothing, reject: nothing });
    for (const [index, name] of missing.entries()) {
      const id = ids[index];
      if (id !== null && id !== undefined) known.set(name, id);
    }
    return new Map(
      names.flatMap((name) => {
        const id = known.get(name);
        return id === undefined ? [] : [[name, id] as const];
      }),
    );
  };
}

function itemCalled(name: string, brought: BroughtRecords): LibraryItem {
  const record = brought.get(name);
  const parsed = name.startsWith('record:') ? null : parseIdentity(name);
  const identities = parsed === null ? [] : [{ scheme: parsed.scheme, value: parsed.value }];
  return {
    position: name,
    // A title is what tells a record from a bare name.
    record: record ?? { source: 'library', key: name.slice(0, 500) || '-', identities, title: '' },
    entry: { tags: [] },
  };
}
