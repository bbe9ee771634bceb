import { fuseRanks, type Fusion } from '@broadsheet/search';
import type { TextEncoder } from '@broadsheet/learn';
import type { Collection } from '../collection/collection.ts';
import { mean } from '../measures/bootstrap.ts';
import { ndcg } from '../measures/ndcg.ts';
import { encodePapers } from '../scratch/encode-papers.ts';
import { openScratchStore } from '../scratch/scratch-store.ts';
import { encoderSystem } from '../systems/encoder-system.ts';
import { searchSystem } from '../systems/search-system.ts';

/** How deep the ranking by words is read. Search goes to 1,000; what stands behind this hardly moves the first ten. */
const deepest = 240;

/**
 * nDCG@10 of ways to weigh words and meaning. Both sides are asked once, and their rankings fused in each way: much faster than
 * searching in each way, and the same but for papers of one score, whose order is the store's there and the file's here, and for
 * what stands deeper than 240 by words.
 * @returns One mean over queries for each fusion.
 */
export async function sweepFusion(
  collection: Collection,
  encoder: TextEncoder,
  fusions: readonly Fusion[],
): Promise<number[]> {
  const { documents, queries } = collection;
  const scratch = await openScratchStore(documents);
  try {
    const encoded = await encodePapers(scratch, encoder);
    const words = await searchSystem(scratch, null).rank(queries, deepest);
    const meaning = await encoderSystem(encoder, encoded).rank(queries, deepest);
    const numbers = new Map(documents.map(({ id }, number) => [id, number]));
    const numbered = (ranking: readonly string[] = []) => ranking.map((id) => numbers.get(id) ?? -1);
    return fusions.map(({ k, words: byWords, meaning: byMeaning, depth }) =>
      mean(
        queries.map(({ grades }, at) => {
          const sides = [
            { ids: numbered(words[at]), weight: byWords },
            { ids: numbered(meaning[at]).slice(0, depth), weight: byMeaning },
          ];
          const fused = fuseRanks(sides, k).map(({ id }) => documents[id]?.id ?? '');
          return ndcg(fused, grades, 10);
        }),
      ),
    );
  } finally {
    await scratch.close();
  }
}
