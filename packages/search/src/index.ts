/** Search: the query language and its answers. */
export * from './answer.ts';
export type { Filter, FilterField, Query } from './query/ast.ts';
export { withFilter, withoutFilter } from './query/edit-query.ts';
export { maxQueryLength } from './query/ast.ts';
export { formatQuery } from './query/format-query.ts';
export { parseQuery } from './query/parse-query.ts';
export { explainMatch, matchPapers } from './match-papers.ts';
export { searchFusion, similarFusion, type Fusion, type SimilarFusion } from './fusion/fusion.ts';
export { fuseRanks, type Fused, type RankedSide } from './fusion/fuse-ranks.ts';
export type { Encoder, EncoderInput } from './meaning/encoder.ts';
export { IndexedVectors } from './meaning/indexed-vectors.ts';
export { queryCodes } from './meaning/query-codes.ts';
export { VectorIndex } from './meaning/vector-index.ts';
export type { NearestPhrase } from './meaning/nearest-phrases.ts';
export { readSeeds, type ReadSeeds, type UnreadSeed } from './read-seeds.ts';
export { searchPapers } from './search-papers.ts';
export { mostSeeds, similarPapers, type SimilarPaper, type SimilarRequest } from './similar-papers.ts';
export { suggestPapers } from './suggest-papers.ts';
