import type { TextEncoder } from '@broadsheet/learn';
import { cosines } from '../systems/encoder-system.ts';
import { textOfBag, type CiteULike } from './read-citeulike.ts';
import type { Recommender } from './recommender.ts';

/** How a paper is compared with several seeds: with the sum of them all, or with the nearest of them. */
export type Seeding = 'centroid' | 'nearest';

/**
 * Papers by the TF-IDF cosine of their bags and the seeds': weights (1 + ln tf) · ln(N / df), lengths divided out. The words are as
 * they stand in the vocabulary.
 */
export function tfIdfContent({ bags, vocabulary }: CiteULike, seeding: Seeding): Recommender {
  const df = new Float64Array(vocabulary.length);
  for (const bag of bags) for (const { word } of bag) df[word] = (df[word] ?? 0) + 1;
  const vectors = bags.map((bag) => {
    const weights = bag.map(({ word, count }) => ({
      word,
      weight: (1 + Math.log(count)) * Math.log(bags.length / (df[word] ?? 1)),
    }));
    const length = Math.hypot(...weights.map(({ weight }) => weight)) || 1;
    return weights.map(({ word, weight }) => ({ word, weight: weight / length }));
  });
  const holders: { paper: number; weight: number }[][] = vocabulary.map(() => []);
  vectors.forEach((vector, paper) =>
    vector.forEach(({ word, weight }) => holders[word]?.push({ paper, weight })),
  );
  const near = (seed: number) => {
    const scores = new Float64Array(bags.length);
    for (const { word, weight } of vectors[seed] ?? [])
      for (const holder of holders[word] ?? [])
        scores[holder.paper] = (scores[holder.paper] ?? 0) + weight * holder.weight;
    return scores;
  };
  return {
    name: `TF-IDF, ${seeding}`,
    knows: 'texts',
    score: (seeds) => joined(seeds.map(near), seeding, bags.length),
  };
}

/** All papers' bags as an encoder sees them: unit vectors [papers, dimensions]. */
export async function encodeBags(
  { bags, vocabulary }: CiteULike,
  encoder: TextEncoder,
  onProgress?: (done: number) => void,
): Promise<Float32Array> {
  const vectors = new Float32Array(bags.length * encoder.dimensions);
  const block = 256;
  for (let from = 0; from < bags.length; from += block) {
    const texts = bags.slice(from, from + block).map((bag) => textOfBag(bag, vocabulary));
    // The text of a bag is a paper's abstract; titles were not kept apart.
    vectors.set(
      await encoder.encode(texts.map((abstract) => ({ title: '', abstract }))),
      from * encoder.dimensions,
    );
    onProgress?.(Math.min(from + block, bags.length));
  }
  return vectors;
}

/** Papers by the cosine of their vectors and the seeds'. */
export function encodedContent(vectors: Float32Array, dimensions: number, seeding: Seeding): Recommender {
  const row = (paper: number) => vectors.subarray(paper * dimensions, (paper + 1) * dimensions);
  return {
    name: `encoder, ${seeding}`,
    knows: 'texts',
    score: (seeds) => {
      if (seeding === 'nearest')
        return joined(
          seeds.map((seed) => cosines(vectors, row(seed))),
          seeding,
          vectors.length / dimensions,
        );
      const sum = new Float32Array(dimensions);
      for (const seed of seeds) row(seed).forEach((value, at) => (sum[at] = (sum[at] ?? 0) + value));
      return cosines(vectors, sum);
    },
  };
}

function joined(scores: readonly ArrayLike<number>[], seeding: Seeding, count: number): Float64Array {
  const all = new Float64Array(count).fill(seeding === 'nearest' ? -Infinity : 0);
  for (const one of scores)
    for (let paper = 0; paper < count; paper++) {
      const score = one[paper] ?? 0;
      all[paper] = seeding === 'nearest' ? Math.max(all[paper] ?? 0, score) : (all[paper] ?? 0) + score;
    }
  return all;
}
