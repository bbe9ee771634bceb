import type { Store } from '@broadsheet/papers';
import type { HitReason } from './answer.ts';
import { countFacets } from './facets/count-facets.ts';
import { deepest, type Matches } from './find-matches.ts';
import { fuseRanks } from './fusion/fuse-ranks.ts';
import type { Fusion } from './fusion/fusion.ts';
import { conditionsOf } from './lexical/conditions.ts';
import { bestPapers, withLexicalIndex } from './lexical/index-lookup.ts';
import { narrowed, type Narrowing } from './lexical/narrowed.ts';
import { termsByIndex } from './lexical/terms-by-index.ts';
import type { Encoder } from './meaning/encoder.ts';
import { findFewPapers } from './meaning/few-papers.ts';
import { findNear } from './meaning/find-near.ts';
import { queryCodes } from './meaning/query-codes.ts';
import { vectorsOf } from './meaning/vectors-of.ts';
import type { Clause, Query } from './query/ast.ts';
import { freeTexts } from './query/free-text.ts';

/** What a query finds by words and by meaning, fused. */
export interface FusedMatches extends Matches {
  /** How many match by words. */
  byWords: number;
  /** How many were found by meaning alone. */
  near: number;
  reasons: Map<number, Omit<HitReason, 'phrase'>>;
  /** The query's unit vector, float32 [dimensions]. */
  vector: Float32Array;
}

/**
 * Finds a query's papers by BM25 and by the nearest vectors, each side under all operators, phrases, required words and exclusions
 * of the query, and fuses the two rankings.
 * @param query what is searched by words @param text what is encoded
 */
export async function findByMeaning(
  store: Store,
  query: Query,
  text: string,
  encoder: Encoder,
  fusion: Fusion,
  facets: boolean,
  narrowing: Narrowing = {},
): Promise<FusedMatches> {
  // Before the transaction, which has the embedded store's only session to itself.
  const vectors = await vectorsOf(store, encoder);
  const [{ rows, conditions, few }, vector] = await Promise.all([
    withLexicalIndex(store, async (inside) => {
      const all = narrowed(await conditionsOf(termsByIndex(store, inside), query, 2, false), narrowing, 2);
      // Names are looked for in all authorships, which costs more than all else: once is enough.
      const few =
        narrowing.among !== undefined || query.clauses.some(isNarrow)
          ? await findFewPapers(inside, all)
          : null;
      const conditions = few === null ? all : { where: 'p.id = any($2::bigint[])', parameters: [few] };
      const { where, parameters } = conditions;
      const rows =
        fusion.words > 0
          ? await bestPapers(store, inside, freeTexts(query), where, parameters, deepest + 1)
          : [];
      return { rows, conditions, few };
    }),
    encoder.encode([text]),
  ]);
  const words = rows.slice(0, deepest).map(({ id }) => id);
  const codes = queryCodes(vector);
  const [nearest = []] =
    codes === null
      ? []
      : await (few === null
          ? findNear(store, vectors, codes, fusion.depth, conditions)
          : vectors.nearestAmong(codes, fusion.depth, few));
  const cosines = new Map(nearest.map(({ id, cosine }) => [id, cosine]));
  const fused = fuseRanks(
    [
      { ids: words, weight: fusion.words },
      { ids: nearest.map(({ id }) => id), weight: fusion.meaning },
    ],
    fusion.k,
  ).slice(0, deepest);
  const found = fused.map(({ id, score }) => ({ id, score }));
  return {
    found,
    total: found.length,
    totalIsExact: rows.length <= deepest,
    facets: facets
      ? await countFacets(
          store,
          found.map(({ id }) => id),
        )
      : null,
    byWords: words.length,
    near: fused.filter(({ ranks }) => ranks[0] === null).length,
    reasons: new Map(
      fused.map(({ id, ranks: [inWords = null, inMeaning = null] }) => [
        id,
        { words: inWords, meaning: inMeaning, cosine: cosines.get(id) ?? null },
      ]),
    ),
    vector,
  };
}

/** An operator that few papers meet. */
function isNarrow(clause: Clause): boolean {
  return clause.kind === 'filter' && (clause.field === 'author' || clause.field === 'id');
}
