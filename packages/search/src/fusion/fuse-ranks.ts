/** One ranking: ids, the best first, and how much it counts. */
export interface RankedSide {
  readonly ids: readonly number[];
  /** 0 or more; relative to the other sides. */
  readonly weight: number;
}

export interface Fused {
  readonly id: number;
  readonly score: number;
  /** Its rank on each side, from 1 on; null where that side has not found it. */
  readonly ranks: readonly (number | null)[];
}

/**
 * Makes several rankings into one by reciprocal rank: score = Σ weight / (k + rank), over the sides that found the id (Cormack,
 * Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual rank learning methods", SIGIR 2009, where
 * k = 60 and every weight is 1). Only ranks count, so that scores of different kinds need not be made comparable.
 * @param k 0 or more; the larger, the less the first ranks stand out.
 * @returns every id of a side with a weight, the best first; of equal scores the larger id, which is the newer paper.
 */
export function fuseRanks(sides: readonly RankedSide[], k: number): Fused[] {
  const fused = new Map<number, { id: number; score: number; ranks: (number | null)[] }>();
  sides.forEach(({ ids, weight }, side) => {
    if (weight <= 0) return;
    ids.forEach((id, index) => {
      const entry = fused.get(id) ?? { id, score: 0, ranks: sides.map(() => null) };
      fused.set(id, entry);
      if ((entry.ranks[side] ?? null) !== null) return;
      entry.score += weight / (k + index + 1);
      entry.ranks[side] = index + 1;
    });
  });
  return [...fused.values()].sort((a, b) => b.score - a.score || b.id - a.id);
}
