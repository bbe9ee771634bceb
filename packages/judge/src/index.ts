/** How well papers are found, by judged collections. Floor 3: imports search and learn. */
export type { Collection, CollectionFault, JudgedDocument, JudgedQuery } from './collection/collection.ts';
export { readCollection } from './collection/read-collection.ts';
export { openModelFile } from './encoders/open-model-file.ts';
export { trainOnDocuments } from './encoders/train-on-documents.ts';
export { JudgeError } from './judge-error.ts';
export type { Interval } from './measures/bootstrap.ts';
export { ndcg } from './measures/ndcg.ts';
export {
  judgeSearch,
  searchSystems,
  type SearchJudgement,
  type SearchSystem,
} from './search/judge-search.ts';
export { searchMeasures, type SearchMeasure } from './search/measure-rankings.ts';
