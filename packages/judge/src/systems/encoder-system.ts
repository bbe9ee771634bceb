import type { TextEncoder } from '@broadsheet/learn';
import type { EncodedPapers } from '../scratch/encode-papers.ts';
import { bestFirst } from './best-first.ts';
import type { Query, Ranking, RankingSystem, Watch } from './ranking-system.ts';

/**
 * The encoder alone: documents by the cosine of their vectors and the query's, in float32, all of them compared. Those at a right
 * angle or farther are not found, as in search, and so is what the encoder knows nothing of.
 */
export function encoderSystem(encoder: TextEncoder, { documents, vectors }: EncodedPapers): RankingSystem {
  return {
    name: 'encoder',
    async rank(queries: readonly Query[], depth: number, { onProgress, signal }: Watch = {}) {
      const rankings: Ranking[] = [];
      for (const { text } of queries) {
        signal?.throwIfAborted();
        const scores = cosines(vectors, await encoder.encode([text]));
        rankings.push(bestFirst(scores, depth, (score) => score > 0).map((row) => documents[row] ?? ''));
        onProgress?.(rankings.length);
      }
      return rankings;
    },
  };
}

/** Unit vectors [n, d] and one [d] → n cosines. */
export function cosines(vectors: Float32Array, query: Float32Array): Float32Array {
  const dimensions = query.length;
  const count = vectors.length / dimensions;
  const scores = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    let sum = 0;
    const from = row * dimensions;
    for (let at = 0; at < dimensions; at++) sum += (vectors[from + at] as number) * (query[at] as number);
    scores[row] = sum;
  }
  return scores;
}
