import type { JudgedDocument } from '../collection/collection.ts';
import { seededRandom } from '../random/seeded-random.ts';
import { shuffled } from '../random/shuffled.ts';
import type { RankingSystem } from './ranking-system.ts';

/** Documents in random order: what a figure is worth that knows nothing. */
export function randomOrder(documents: readonly JudgedDocument[], seed: number): RankingSystem {
  const ids = documents.map(({ id }) => id);
  return {
    name: 'random',
    async rank(queries, depth, { onProgress } = {}) {
      const random = seededRandom(seed);
      const rankings = queries.map(() => shuffled(ids, random).slice(0, depth));
      onProgress?.(queries.length);
      return rankings;
    },
  };
}
