/**
 * Recall of one ranking, 0 to 1: the share of the relevant documents that stand among the first `depth` places (Manning,
 * Raghavan and Schütze 2008, section 8.3). A query without any relevant document is worth 0.
 * @param grades Judged relevance by document, 0 and below for not relevant.
 */
export function recall(ranking: readonly string[], grades: ReadonlyMap<string, number>, depth = 100): number {
  let relevant = 0;
  for (const grade of grades.values()) if (grade > 0) relevant++;
  const found = ranking.slice(0, depth).filter((id) => (grades.get(id) ?? 0) > 0).length;
  return relevant === 0 ? 0 : found / relevant;
}
