/**
 * Average precision of one ranking, 0 to 1: the precision at each relevant document's place, summed and divided by the number
 * of all relevant documents, so that one that was not found counts as 0 (Manning, Raghavan and Schütze 2008, section 8.4).
 * Its mean over queries is MAP. A query without any relevant document is worth 0.
 * @param grades Judged relevance by document.
 * @param least From which grade on a document counts as relevant.
 */
export function averagePrecision(
  ranking: readonly string[],
  grades: ReadonlyMap<string, number>,
  least = 1,
): number {
  let relevant = 0;
  for (const grade of grades.values()) if (grade >= least) relevant++;
  let found = 0;
  let sum = 0;
  ranking.forEach((id, place) => {
    if ((grades.get(id) ?? 0) >= least) sum += ++found / (place + 1);
  });
  return relevant === 0 ? 0 : sum / relevant;
}
