/**
 * One over the place of the first relevant document, 0 where none stands among the first `depth` places (Voorhees 1999, the
 * TREC-8 question answering track). Its mean over queries is MRR@depth.
 * @param grades Judged relevance by document, 0 and below for not relevant.
 */
export function reciprocalRank(
  ranking: readonly string[],
  grades: ReadonlyMap<string, number>,
  depth = 10,
): number {
  const place = ranking.slice(0, depth).findIndex((id) => (grades.get(id) ?? 0) > 0);
  return place < 0 ? 0 : 1 / (place + 1);
}
