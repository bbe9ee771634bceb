import { seededRandom } from '../random/seeded-random.ts';
import type { PoolSystem } from './pool-system.ts';

/** Pools in random order. */
export function randomPool(seed: number): PoolSystem {
  const random = seededRandom(seed);
  return { name: 'random', score: ({ pool }) => new Map([...pool.keys()].map((id) => [id, random()])) };
}
