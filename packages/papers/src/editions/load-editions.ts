import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ingest, type IngestOptions } from '../ingest/index.ts';
import { refreshTrending } from '../ranking/index.ts';
import { readEditionIds, readPage, readPapers } from '../readers/index.ts';
import type { ReadItem } from '../record/reject.ts';
import { SourceRecord } from '../record/source-record.ts';
import type { Store } from '../store/store.ts';

/** The list that holds the first edition's papers, in their order. */
export const firstEditionList = 'first-edition';

export interface EditionProgress {
  /** What is being loaded, for people. */
  part: string;
  done: number;
  /** About how many there will be in all parts together. */
  total: number;
}

export interface LoadEditionsOptions {
  /** The folder `data/` of the program. */
  dataDir: string;
  onProgress?: (progress: EditionProgress) => void;
  signal?: AbortSignal;
}

/** Papers and snapshots in data/, for the progress bar. */
const expected = { 'first-edition': 62, sample: 3517, popularity: 859 };
const total = Object.values(expected).reduce((sum, count) => sum + count, 0);

/**
 * Fills a new store with what comes with the program: the first edition, the sample, and the sample's popularity.
 * Does nothing where that is done already, and does not bring back a sample that was removed. Interrupted at any
 * point, the next call completes it.
 */
export async function loadEditions(store: Store, options: LoadEditionsOptions): Promise<{ loaded: boolean }> {
  const { dataDir, signal } = options;
  let before = 0;
  let loaded = false;
  const load = async (
    part: keyof typeof expected,
    label: string,
    kind: IngestOptions['kind'],
    items: AsyncIterable<ReadItem>,
  ) => {
    const report = await ingest(store, items, {
      kind,
      origin: `data/${part}`,
      onProgress: ({ read }) => options.onProgress?.({ part: label, done: before + read, total }),
      ...(signal ? { signal } : {}),
    });
    before += expected[part];
    loaded = true;
    return !report.interrupted;
  };

  if (!signal?.aborted && (await readFact(store, 'first-edition')) === undefined) {
    const ids = readEditionIds(await readFile(join(dataDir, 'first-edition.tsv'), 'utf8'));
    const items = await Array.fromAsync(
      readPage(createReadStream(join(dataDir, 'first-edition.txt')), { ids }),
    );
    if (!(await load('first-edition', 'First edition', 'first-edition', iterate(items)))) return { loaded };
    await listFirstEdition(store, items);
    await writeFact(store, 'first-edition', 'loaded');
  }
  if ((await readFact(store, 'sample')) === undefined) {
    for (const [part, label] of [
      ['sample', 'Sample'],
      ['popularity', 'Popularity'],
    ] as const) {
      // A part may be smaller than the batch after which ingest looks at the signal.
      if (signal?.aborted) return { loaded };
      const name = `${part}.jsonl.gz`;
      const items = readPapers(createReadStream(join(dataDir, name)), { name });
      if (!(await load(part, label, 'sample', items))) return { loaded };
    }
    await refreshTrending(store, { now: new Date() });
    await writeFact(store, 'sample', 'loaded');
  }
  return { loaded };
}

async function* iterate<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** A paper that stands on the page twice is listed once, at its first place. */
async function listFirstEdition(store: Store, items: readonly ReadItem[]): Promise<void> {
  const keys = items.flatMap((item) => (item.ok ? [SourceRecord.shape.key.parse(item.record.key)] : []));
  await store.transaction(async ({ query }) => {
    await query(
      `insert into lists (slug, title, about) values ($1, 'The first edition',
         'Sixty-two papers on self-supervised learning and its neighbours, the issue that Broadsheet began with.')
       on conflict (slug) do nothing`,
      [firstEditionList],
    );
    await query(
      `insert into list_items (list, position, paper_id)
       select $1, row_number() over (order by min(k.position)), r.paper_id
         from unnest($2::text[]) with ordinality as k (key, position)
         join records r on r.source = 'page' and r.key = k.key
        group by r.paper_id
       on conflict (list, position) do update set paper_id = excluded.paper_id`,
      [firstEditionList, keys],
    );
  });
}

async function readFact(store: Store, key: string): Promise<unknown> {
  const [row] = await store.query<{ value: unknown }>('select value from facts where key = $1', [key]);
  return row?.value;
}

async function writeFact(store: Pick<Store, 'query'>, key: string, value: unknown): Promise<void> {
  await store.query(
    'insert into facts (key, value) values ($1, $2::jsonb) on conflict (key) do update set value = excluded.value',
    [key, JSON.stringify(value)],
  );
}
