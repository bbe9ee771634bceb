import type { Clusters, Features } from '@broadsheet/methods';

/**
 * How far apart clusters are, from -1 to 1: the mean of (b - a) / max(a, b) over all features, a being the distance to the own
 * centre and b to the nearest other one. It is Rousseeuw's silhouette (1987) with centres instead of all members, which ranks
 * clusterings much alike and takes n·k distances instead of n² (Vendramin, Campello and Hruschka, 2010). 0 for one cluster.
 */
export function simplifiedSilhouette(
  { values, n, width }: Features,
  { k, centres, assignments }: Pick<Clusters, 'k' | 'centres' | 'assignments'>,
): number {
  if (k < 2) return 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    let [own, other] = [0, Infinity];
    for (let c = 0; c < k; c++) {
      let squared = 0;
      for (let j = 0; j < width; j++)
        squared += ((values[i * width + j] as number) - (centres[c * width + j] as number)) ** 2;
      const away = Math.sqrt(squared);
      if (c === assignments[i]) own = away;
      else other = Math.min(other, away);
    }
    total += (other - own) / (Math.max(own, other) || 1);
  }
  return total / n;
}
