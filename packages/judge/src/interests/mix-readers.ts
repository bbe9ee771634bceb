import { seededRandom } from '../random/seeded-random.ts';
import { shuffled } from '../random/shuffled.ts';
import type { Reader } from '../recommend/draw-readers.ts';

/** A reader with several interests: each the library of somebody else, of which some papers are known. */
export interface MixedReader {
  readonly interests: readonly Reader[];
}

/** Libraries that make one reader. */
const fewest = 2;
const most = 4;

/** Makes readers with several interests out of readers, two to four of them drawn for each: the same for the same seed. */
export function mixReaders(
  readers: readonly Reader[],
  { seed, count }: { readonly seed: number; readonly count: number },
): MixedReader[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const size = fewest + Math.floor(random() * (most - fewest + 1));
    return { interests: drawSome(readers, size, random) };
  });
}

function drawSome(readers: readonly Reader[], size: number, random: () => number): Reader[] {
  const places = new Set<number>();
  while (places.size < Math.min(size, readers.length)) places.add(Math.floor(random() * readers.length));
  return shuffled([...places], random).flatMap((place) => readers[place] ?? []);
}
