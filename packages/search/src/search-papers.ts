import { findPaper, getPapers, parseIdentity, type Store } from '@broadsheet/papers';
import type { Hit, SearchAnswer, SearchRequest } from './answer.ts';
import { explainHit, highlightedTerms } from './explain-hit.ts';
import { deepest, findMatches } from './find-matches.ts';
import { choosePassage } from './highlight/choose-passage.ts';
import { highlight } from './highlight/highlight.ts';
import { maxQueryLength, type Query } from './query/ast.ts';
import { formatQuery } from './query/format-query.ts';
import { parseQuery } from './query/parse-query.ts';
import { correctQuery } from './spelling/correct-query.ts';

/**
 * Answers a query in the language of `parseQuery`.
 *
 * By relevance, papers need not hold every free word: BM25 decides. By date or votes, only papers with all the words
 * count, since else the newest paper with any of them would come first. The list is at most 1,000 papers deep, and
 * facets count within those 1,000. A query with a misspelt word that no title holds, or that finds nothing, is
 * answered as corrected, and says so.
 * @throws what the store throws; never for what stands in the query.
 */
export async function searchPapers(store: Store, request: SearchRequest): Promise<SearchAnswer> {
  const text = request.query.slice(0, maxQueryLength).toWellFormed().replaceAll('\0', ' ');
  const sort = request.sort ?? 'relevance';
  const limit = clamp(request.limit ?? 20, 1, 120);
  const offset = clamp(request.offset ?? 0, 0, deepest);
  const parsed = parseQuery(request.query);
  const direct = await findDirect(store, text);
  const correction = await correctQuery(store, parsed);
  let query: Query = parsed;
  let usedCorrection = false;
  if (correction?.unknown) {
    query = correction.query;
    usedCorrection = true;
  }
  let matches = await findMatches(store, query, sort, request.facets ?? false);
  if (matches.found.length === 0 && correction !== null && !usedCorrection) {
    query = correction.query;
    usedCorrection = true;
    matches = await findMatches(store, query, sort, request.facets ?? false);
  }
  const page = matches.found.slice(offset, Math.min(offset + limit, deepest));
  return {
    query: text,
    direct,
    hits: await describeHits(store, query, page),
    total: matches.total,
    totalIsExact: matches.totalIsExact,
    sort,
    limit,
    offset,
    facets: matches.facets,
    corrected: correction === null ? null : formatQuery(correction.query),
    usedCorrection,
    ignored: parsed.ignored,
  };
}

function clamp(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.floor(value))) : least;
}

async function findDirect(store: Store, text: string): Promise<{ key: string } | null> {
  if (parseIdentity(text) === null) return null;
  const paper = await findPaper(store, text);
  return paper === null ? null : { key: paper.key };
}

async function describeHits(
  store: Store,
  query: Query,
  found: readonly { id: number; score: number }[],
): Promise<Hit[]> {
  const scores = new Map(found.map(({ id, score }) => [id, score]));
  const terms = highlightedTerms(query);
  const papers = await getPapers(store, [...scores.keys()]);
  return papers.map((paper) => ({
    paper,
    score: scores.get(paper.id) ?? 0,
    title: highlight(paper.title, terms),
    passage: highlight(choosePassage(paper.abstract, terms), terms),
    abstract: highlight(paper.abstract, terms),
    matched: explainHit(query, paper),
  }));
}
