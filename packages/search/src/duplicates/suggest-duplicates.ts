import {
  findDifferentNames,
  getPapers,
  readVectors,
  saveSuggestions,
  type DuplicateSuggestion,
  type Store,
} from '@broadsheet/papers';
import type { Encoder } from '../meaning/encoder.ts';
import type { NearPaper } from '../meaning/nearest-papers.ts';
import { vectorsOf } from '../meaning/vectors-of.ts';
import { samePaper } from './same-paper.ts';

/** What is near enough to be compared in full, and how many of a paper's nearest are. */
const leastCosine = 0.8;
const neighbours = 6;
/** Papers that are looked at between two notes of the place. */
const slice = 100;
/** Whose neighbours are found at once: a scan holds this thread, and whoever searches meanwhile waits for it. */
const together = 8;

/** How far somebody came. */
export interface DuplicateSearch {
  /** Papers that were looked at. */
  looked: number;
  /** Pairs that are suggested now and were not before. */
  suggested: number;
  /** Whether that was all: each paper that the encoder has a vector of was looked at once. */
  done: boolean;
}

/**
 * Looks for papers that are there under two ids: for each paper that was encoded since the last look its nearest neighbours, of which
 * those count that are near (cosine 0.8 or more) and agree in titles, authors and years (`samePaper`). Pairs with different ids at one archive
 * are two papers. What is found is kept as suggestions; nothing is merged. Interrupted, the next call goes on where it stopped.
 * @param most papers to look at, about.
 */
export async function suggestDuplicates(
  store: Store,
  encoder: Pick<Encoder, 'id' | 'dimensions'>,
  most: number,
  signal?: AbortSignal,
): Promise<DuplicateSearch> {
  const search: DuplicateSearch = { looked: 0, suggested: 0, done: false };
  let behind = await readPlace(store, encoder.id);
  while (search.looked < most && signal?.aborted !== true) {
    const { paperIds, codes, last } = await readVectors(
      store,
      encoder.id,
      behind,
      Math.min(slice, most - search.looked),
    );
    if (paperIds.length === 0) {
      search.done = true;
      break;
    }
    const suggestions = await findPairs(store, encoder, paperIds, codes);
    search.suggested += await saveSuggestions(store, suggestions);
    search.looked += paperIds.length;
    behind = last;
    await writePlace(store, encoder.id, behind);
  }
  return search;
}

async function findPairs(
  store: Store,
  encoder: Pick<Encoder, 'id' | 'dimensions'>,
  paperIds: readonly number[],
  codes: Int8Array,
): Promise<DuplicateSuggestion[]> {
  const vectors = await vectorsOf(store, encoder);
  const lists: NearPaper[][] = [];
  for (let from = 0; from < paperIds.length; from += together) {
    const some = codes.subarray(from * encoder.dimensions, (from + together) * encoder.dimensions);
    lists.push(...(await vectors.nearest(some, neighbours + 1, { where: 'true', parameters: [] })));
  }
  const near = new Map<string, { paperId: number; otherId: number; cosine: number }>();
  lists.forEach((list, i) => {
    const id = paperIds[i] ?? 0;
    for (const { id: other, cosine } of list) {
      if (other === id || cosine < leastCosine) continue;
      const pair = { paperId: Math.min(id, other), otherId: Math.max(id, other), cosine };
      near.set(`${pair.paperId} ${pair.otherId}`, pair);
    }
  });
  const pairs = [...near.values()];
  const papers = await getPapers(store, [
    ...new Set(pairs.flatMap(({ paperId, otherId }) => [paperId, otherId])),
  ]);
  const byId = new Map(papers.map((paper) => [paper.id, paper]));
  const same = pairs.flatMap((pair): DuplicateSuggestion[] => {
    const [one, other] = [byId.get(pair.paperId), byId.get(pair.otherId)];
    const titles = one === undefined || other === undefined ? null : samePaper(one, other);
    return titles === null ? [] : [{ ...pair, titles }];
  });
  const different = await findDifferentNames(store, same);
  return same.filter((_, place) => !different.has(place));
}

/** How far the vectors of this encoder were looked through; another one's begin anew. */
async function readPlace(store: Store, encoderId: number): Promise<number> {
  const [row] = await store.query<{ value: { encoder: number; behind: number } }>(
    `select value from facts where key = 'duplicates'`,
  );
  return row?.value.encoder === encoderId ? row.value.behind : 0;
}

async function writePlace(store: Store, encoder: number, behind: number): Promise<void> {
  await store.query(
    `insert into facts (key, value) values ('duplicates', $1::jsonb)
     on conflict (key) do update set value = excluded.value`,
    [JSON.stringify({ encoder, behind })],
  );
}
