import { seededRandom } from '../random/seeded-random.ts';
import { shuffled } from '../random/shuffled.ts';

/** A reader of whom some papers are known and the others are to be found. */
export interface Reader {
  /** Which reader of all. */
  readonly number: number;
  readonly seeds: readonly number[];
  readonly others: ReadonlySet<number>;
}

export interface DrawOptions {
  readonly seed: number;
  /** How many readers. */
  readonly count?: number;
  /** How many papers of each are known. */
  readonly seeds?: number;
  /** Only who keeps at least so many papers: the others have too few to be found. */
  readonly least?: number;
}

/**
 * Draws readers, and of each the papers that are known: at random, the same for the same seed. All readers where fewer than `count`
 * keep enough papers.
 */
export function drawReaders(
  readers: readonly (readonly number[])[],
  { seed, count = 600, seeds = 5, least = 10 }: DrawOptions,
): Reader[] {
  const random = seededRandom(seed);
  const able = readers.flatMap((papers, number) =>
    papers.length >= Math.max(least, seeds + 1) ? [{ papers, number }] : [],
  );
  return shuffled(able, random)
    .slice(0, count)
    .map(({ papers, number }) => {
      const order = shuffled(papers, random);
      return { number, seeds: order.slice(0, seeds), others: new Set(order.slice(seeds)) };
    });
}
