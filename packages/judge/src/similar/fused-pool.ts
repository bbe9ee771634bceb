import { fuseRanks } from '@broadsheet/search';
import { rankPool, type PoolSystem } from './pool-system.ts';

/** Of reciprocal rank fusion, as in the paper that it is from; nothing was tuned on the pools. */
const k = 60;

/** Pools by reciprocal rank fusion of several rankings of the same pool, all of one weight. */
export function fusedPool(name: string, systems: readonly PoolSystem[]): PoolSystem {
  return {
    name,
    score: (query) => {
      const ids = [...query.pool.keys()];
      const places = new Map(ids.map((id, place) => [id, place]));
      const sides = systems.map((system) => ({
        ids: rankPool(system.score(query)).map((id) => places.get(id) ?? 0),
        weight: 1,
      }));
      return new Map(fuseRanks(sides, k).map(({ id, score }) => [ids[id] ?? '', score]));
    },
  };
}
