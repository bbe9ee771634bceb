import { Background, backgroundSize, InterestModel, TermWeights } from '@broadsheet/learn';
import type { Features, InterestSettings } from '@broadsheet/learn';
import { seededRandom } from '../random/seeded-random.ts';
import { shuffled } from '../random/shuffled.ts';
import type { CiteULike } from './read-citeulike.ts';
import type { Recommender } from './recommender.ts';

/**
 * Papers as interests see them: vectors of an encoder, and the words of their bags.
 * @param vectors unit vectors [papers, dimensions]; without, words are all there is.
 */
export function featuresOfPapers(
  { bags, vocabulary }: CiteULike,
  vectors: Float32Array | null,
  dimensions: number,
): Features[] {
  const texts = bags.map((bag) =>
    bag.flatMap(({ word, count }) => Array.from({ length: count }, () => vocabulary[word] ?? '')),
  );
  const weights = new TermWeights(texts);
  return texts.map((terms, paper) => {
    const meaning = vectors?.subarray(paper * dimensions, (paper + 1) * dimensions) ?? null;
    return {
      meaning: meaning?.some((value) => value !== 0) ? meaning : null,
      words: weights.weigh(terms),
    };
  });
}

/** The background of interests: papers drawn by the seed. */
export function drawBackground(
  features: readonly Features[],
  dimensions: number,
  seed: number,
  settings?: InterestSettings,
): Background {
  const drawn = shuffled(features, seededRandom(seed)).slice(0, backgroundSize);
  return new Background(drawn, dimensions, settings);
}

/** Papers by an interest that is learnt from the seeds: what a reader's feed is made by. */
export function interestContent(features: readonly Features[], background: Background): Recommender {
  return {
    name: 'interest',
    knows: 'texts',
    score: (seeds) => scoresOf(features, background, seeds),
  };
}

/** The score of each paper by one interest in the seeds. */
function scoresOf(
  features: readonly Features[],
  background: Background,
  seeds: readonly number[],
): Float64Array {
  const interest = new InterestModel(
    background,
    seeds.flatMap((seed) => {
      const paper = features[seed];
      return paper === undefined ? [] : [{ features: paper, verdict: 'more' as const, weight: 1 }];
    }),
  );
  return Float64Array.from(features, (paper) => interest.score(paper));
}
