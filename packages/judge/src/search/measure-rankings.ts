import type { JudgedQuery } from '../collection/collection.ts';
import { averagePrecision } from '../measures/average-precision.ts';
import { ndcg } from '../measures/ndcg.ts';
import { recall } from '../measures/recall.ts';
import { reciprocalRank } from '../measures/reciprocal-rank.ts';
import type { Ranking } from '../systems/ranking-system.ts';

/** What is measured of every ranking, in the order of tables. */
export const searchMeasures = ['nDCG@10', 'recall@100', 'MRR@10', 'MAP@100'] as const;
export type SearchMeasure = (typeof searchMeasures)[number];

/** How deep rankings go. */
export const rankingDepth = 100;

const measured: Record<SearchMeasure, (ranking: Ranking, grades: JudgedQuery['grades']) => number> = {
  'nDCG@10': (ranking, grades) => ndcg(ranking, grades, 10),
  'recall@100': (ranking, grades) => recall(ranking, grades, 100),
  'MRR@10': (ranking, grades) => reciprocalRank(ranking, grades, 10),
  'MAP@100': (ranking, grades) => averagePrecision(ranking.slice(0, 100), grades),
};

/**
 * Every measure of every query, in the order of the queries.
 * @throws RangeError where there is not one ranking to each query, or one names a document twice, which would count twice.
 */
export function measureRankings(
  queries: readonly JudgedQuery[],
  rankings: readonly Ranking[],
): Record<SearchMeasure, number[]> {
  if (rankings.length !== queries.length)
    throw new RangeError(`${rankings.length} rankings for ${queries.length} queries.`);
  rankings.forEach((ranking, at) => {
    if (new Set(ranking).size !== ranking.length)
      throw new RangeError(`The ranking of query ${queries[at]?.id} names a document twice.`);
  });
  const each = (measure: SearchMeasure) =>
    queries.map(({ grades }, at) => measured[measure](rankings[at] ?? [], grades));
  return {
    'nDCG@10': each('nDCG@10'),
    'recall@100': each('recall@100'),
    'MRR@10': each('MRR@10'),
    'MAP@100': each('MAP@100'),
  };
}
