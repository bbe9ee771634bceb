/** Where the points of one class lie on a map, as numbers. */
export interface ClassOnMap {
  readonly label: number;
  /** How many points it has. */
  readonly n: number;
  /** The share of their nearest points on the map that are of the same class, 0 to 1. */
  readonly together: number;
  /** The class most often among the others; null where there are none. */
  readonly mixedWith: number | null;
}

const near = 5;

/**
 * What can be seen on a map, for those who do not see it: how far each class keeps together, and with which it mixes, by the
 * five points nearest to each.
 * @param map [n, 2]
 * @param labels [n]
 */
export function mapInNumbers(map: ArrayLike<number>, labels: ArrayLike<number>): ClassOnMap[] {
  const n = labels.length;
  const votes = new Map<number, Map<number, number>>();
  const counts = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    const label = labels[i] ?? 0;
    counts.set(label, (counts.get(label) ?? 0) + 1);
    const own = votes.get(label) ?? new Map<number, number>();
    votes.set(label, own);
    for (const j of nearestOf(map, i, n)) {
      const other = labels[j] ?? 0;
      own.set(other, (own.get(other) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([label, count]) => {
      const found = [...(votes.get(label) ?? [])];
      const all = found.reduce((total, [, many]) => total + many, 0);
      const others = found.filter(([other]) => other !== label).sort(([, a], [, b]) => b - a);
      const same = found.find(([other]) => other === label)?.[1] ?? 0;
      return { label, n: count, together: all > 0 ? same / all : 0, mixedWith: others[0]?.[0] ?? null };
    });
}

function nearestOf(map: ArrayLike<number>, of: number, n: number): number[] {
  const [x, y] = [map[2 * of] ?? 0, map[2 * of + 1] ?? 0];
  const best: { index: number; distance: number }[] = [];
  for (let index = 0; index < n; index++) {
    if (index === of) continue;
    const distance = ((map[2 * index] ?? 0) - x) ** 2 + ((map[2 * index + 1] ?? 0) - y) ** 2;
    if (best.length === near && distance >= (best[near - 1]?.distance ?? Infinity)) continue;
    const at = best.findIndex((one) => distance < one.distance);
    best.splice(at < 0 ? best.length : at, 0, { index, distance });
    if (best.length > near) best.pop();
  }
  return best.map(({ index }) => index);
}
