/**
 * Normalised discounted cumulative gain of one ranking, 0 to 1 (Järvelin and Kekäläinen 2002, with the gain itself in
 * the numerator, as trec_eval counts): what the first `depth` places earn, over what the best order would earn.
 * Documents without a judgement count as 0; a query without any relevant document is worth 0.
 * @param grades Judged relevance by document, 0 and below for not relevant.
 */
export function ndcg(ranking: readonly string[], grades: ReadonlyMap<string, number>, depth = 10): number {
  const ideal = [...grades.values()].filter((grade) => grade > 0).toSorted((a, b) => b - a);
  const best = discounted(ideal.slice(0, depth));
  const earned = discounted(ranking.slice(0, depth).map((id) => Math.max(0, grades.get(id) ?? 0)));
  return best === 0 ? 0 : earned / best;
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, rank) => sum + gain / Math.log2(rank + 2), 0);
}
