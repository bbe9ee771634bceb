/**
 * R-precision of one ranking, 0 to 1: the share of relevant documents among the first R places, where R is how many there are
 * (Manning, Raghavan and Schütze 2008, section 8.4). A query without any relevant document is worth 0.
 * @param grades Judged relevance by document.
 * @param least From which grade on a document counts as relevant.
 */
export function rPrecision(
  ranking: readonly string[],
  grades: ReadonlyMap<string, number>,
  least = 1,
): number {
  let relevant = 0;
  for (const grade of grades.values()) if (grade >= least) relevant++;
  const found = ranking.slice(0, relevant).filter((id) => (grades.get(id) ?? 0) >= least).length;
  return relevant === 0 ? 0 : found / relevant;
}
