import type { TextEncoder } from '@broadsheet/learn';
import { averagePrecision } from '../measures/average-precision.ts';
import { bootstrapInterval, mean, type Interval } from '../measures/bootstrap.ts';
import { poolNdcg } from '../measures/pool-ndcg.ts';
import { rPrecision } from '../measures/r-precision.ts';
import { encoderPool, sentencePool } from './encoder-pool.ts';
import { fusedPool } from './fused-pool.ts';
import { bm25Pool, tfIdfPool } from './lexical-pool.ts';
import { rankPool, type PoolSystem } from './pool-system.ts';
import { randomPool } from './random-pool.ts';
import { facets, type Csfcube, type Facet, type FacetedQuery } from './read-csfcube.ts';

export const similarMeasures = ['NDCG%20', 'MAP', 'R-precision'] as const;
type SimilarMeasure = (typeof similarMeasures)[number];

/** From which grade on a paper counts as similar where grades are no matter of degree: 2, near, as in CSFCube's scorer. */
const similarFrom = 2;

export interface SimilarJudgement {
  readonly queries: number;
  readonly encoder: { readonly name: string; readonly fingerprint: string } | null;
  readonly seed: number;
  readonly systems: readonly {
    readonly name: string;
    /**
     * As CSFCube aggregates: the mean of the two halves' means over their test queries. The interval is that of the mean over all
     * queries, which lies within a thousandth of it or so.
     */
    readonly measures: Readonly<Record<SimilarMeasure, Interval>>;
    /** NDCG%20 of the queries of each facet, aggregated the same way. */
    readonly facets: Readonly<Record<Facet, number>>;
  }[];
  /** NDCG%20 of the best system in use less that of BM25, query by query. */
  readonly differences: readonly {
    readonly of: string;
    readonly to: string;
    readonly difference: Interval;
  }[];
}

/**
 * Ranks the pools of CSFCube's 50 queries and measures the rankings as its own scorer does (see `poolNdcg`). With an encoder:
 * by the papers' vectors; by sentences of the facet; by both and BM25 of both, fused. Nothing is chosen by these queries.
 */
export async function judgeSimilar(
  set: Csfcube,
  { encoder, seed = 1 }: { encoder: TextEncoder | null; seed?: number },
): Promise<SimilarJudgement> {
  const values = (await openPools(set, encoder, seed)).map((system) => ({
    name: system.name,
    of: set.queries.map((query) => measure(query, rankPool(system.score(query)))),
  }));
  const base = values.find(({ name }) => name === 'BM25');
  return {
    queries: set.queries.length,
    encoder: encoder && { name: encoder.name, fingerprint: encoder.fingerprint },
    seed,
    systems: values.map(({ name, of }) => ({
      name,
      measures: Object.fromEntries(
        similarMeasures.map((key) => [
          key,
          {
            ...bootstrapInterval(
              of.map((one) => one[key]),
              { seed },
            ),
            mean: byFolds(
              set.queries,
              of.map((one) => one[key]),
            ),
          },
        ]),
      ) as Record<SimilarMeasure, Interval>,
      facets: Object.fromEntries(
        facets.map((facet) => {
          const kept = set.queries.flatMap((query, at) => (query.facet === facet ? [at] : []));
          return [
            facet,
            byFolds(
              kept.flatMap((at) => set.queries[at] ?? []),
              kept.map((at) => of[at]?.['NDCG%20'] ?? 0),
            ),
          ];
        }),
      ) as Record<Facet, number>,
    })),
    differences: values.flatMap(({ name, of }) =>
      base === undefined || name === 'BM25' || name === 'random'
        ? []
        : [
            {
              of: name,
              to: 'BM25',
              difference: bootstrapInterval(
                of.map((one, at) => one['NDCG%20'] - (base.of[at]?.['NDCG%20'] ?? 0)),
                { seed },
              ),
            },
          ],
    ),
  };
}

function measure({ pool }: FacetedQuery, ranking: readonly string[]): Record<SimilarMeasure, number> {
  return {
    'NDCG%20': poolNdcg(ranking, pool, 20),
    MAP: averagePrecision(ranking, pool, similarFrom),
    'R-precision': rPrecision(ranking, pool, similarFrom),
  };
}

/** Mean of the means of the two halves, or that of the one that has queries. */
function byFolds(queries: readonly FacetedQuery[], values: readonly number[]): number {
  const halves = [1, 2].map((fold) => values.filter((_, at) => queries[at]?.fold === fold));
  return mean(halves.filter(({ length }) => length > 0).map(mean));
}

async function openPools(set: Csfcube, encoder: TextEncoder | null, seed: number): Promise<PoolSystem[]> {
  const bm25 = bm25Pool(set, 'paper');
  const byFacet = bm25Pool(set, 'facet');
  const others = [bm25, byFacet, tfIdfPool(set, 'paper'), randomPool(seed)];
  if (encoder === null) return [fusedPool('BM25, both', [bm25, byFacet]), ...others];
  const whole = await encoderPool(set, encoder);
  const sentences = await sentencePool(set, encoder);
  return [
    fusedPool('fusion of all four', [bm25, whole, byFacet, sentences]),
    fusedPool('hybrid', [bm25, whole]),
    whole,
    sentences,
    ...others,
  ];
}
