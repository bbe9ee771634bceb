/** How well papers are found, by judged collections. Floor 3: imports search and learn. */
export { ndcg } from './measures/ndcg.ts';
