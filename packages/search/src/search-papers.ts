import { findPaper, getPapers, parseIdentity, type Store } from '@broadsheet/papers';
import type { Hit, SearchAnswer, SearchRequest } from './answer.ts';
import { explainHit, highlightedTerms } from './explain-hit.ts';
import { findBeside, fuseBeside } from './find-beside.ts';
import { findByMeaning, type FusedMatches } from './find-by-meaning.ts';
import { deepest, findMatches, type Matches } from './find-matches.ts';
import { searchFusion } from './fusion/fusion.ts';
import { choosePassage } from './highlight/choose-passage.ts';
import { highlight } from './highlight/highlight.ts';
import { narrowingOf } from './lexical/narrowed.ts';
import type { Encoder } from './meaning/encoder.ts';
import { nearestPhrases } from './meaning/nearest-phrases.ts';
import { maxQueryLength, type Query } from './query/ast.ts';
import { formatQuery } from './query/format-query.ts';
import { freeText } from './query/free-text.ts';
import { parseQuery } from './query/parse-query.ts';
import { isProse, readQuery } from './query/prose.ts';
import { correctQuery } from './spelling/correct-query.ts';

/** Hits of a page whose nearest phrase is looked for: each costs as much as encoding the paper. */
const phrased = 20;

/**
 * Answers a query in the language of `parseQuery`.
 *
 * By relevance, papers need not hold every free word: BM25 decides, and, where there is an encoder, the nearness of the query's
 * vector to the papers', the two rankings fused by reciprocal rank. Operators, phrases, required words and exclusions hold for
 * both. By date or votes, only papers with all the words count, since else the newest paper with any of them would come first;
 * these orders, and queries of operators alone, go by words. The list is at most 1,000 papers deep, and facets count within those
 * 1,000. A query with a misspelt word that no title holds, or that finds nothing by words, is answered as corrected, and says so.
 * A pasted text is searched by its most telling words, encoded as a whole, and not corrected.
 * @param encoder the one in use, or null to search by words alone.
 * @throws what the store and the encoder throw; never for what stands in the query.
 */
export async function searchPapers(
  store: Store,
  request: SearchRequest,
  encoder: Encoder | null = null,
): Promise<SearchAnswer> {
  const text = request.query.slice(0, maxQueryLength).toWellFormed().replaceAll('\0', ' ');
  const sort = request.sort ?? 'relevance';
  const limit = clamp(request.limit ?? 20, 1, 120);
  const offset = clamp(request.offset ?? 0, 0, deepest);
  const parsed = parseQuery(request.query);
  const direct = await findDirect(store, text);
  const correction = isProse(parsed) ? null : await correctQuery(store, parsed);
  const find = (query: Query) => findAnswer(store, request, query, encoder);
  const asTyped = request.beside !== undefined;
  let usedCorrection = !asTyped && (correction?.unknown ?? false);
  let answer = await find(usedCorrection && correction !== null ? correction.query : parsed);
  if (answer.byWords === 0 && correction !== null && !usedCorrection && !asTyped) {
    usedCorrection = true;
    answer = await find(correction.query);
  }
  const { matches, fused, query } = answer;
  const page = matches.found.slice(offset, Math.min(offset + limit, deepest));
  return {
    query: text,
    direct,
    hits: await describeHits(store, query, page, fused, encoder),
    total: matches.total,
    totalIsExact: matches.totalIsExact,
    near: fused?.near ?? null,
    sort,
    limit,
    offset,
    facets: matches.facets,
    corrected: correction === null ? null : formatQuery(correction.query),
    usedCorrection,
    ignored: parsed.ignored,
    hidden: await findHidden(store, request, query),
  };
}

interface Found {
  matches: Matches;
  /** Where meaning was searched too. */
  fused: FusedMatches | null;
  byWords: number;
  /** As it was searched by words. */
  query: Query;
}

async function findAnswer(
  store: Store,
  request: SearchRequest,
  asked: Query,
  encoder: Encoder | null,
): Promise<Found> {
  const { sort = 'relevance', facets = false, fusion = searchFusion, beside = [] } = request;
  const narrowing = narrowingOf(request);
  const query = await readQuery(store, asked);
  const text = freeText(asked);
  const further =
    sort === 'relevance' && text !== '' ? await findBeside(store, query, beside, narrowing) : [];
  if (encoder === null || sort !== 'relevance' || text === '' || fusion.meaning <= 0) {
    const matches = await findMatches(store, query, sort, facets, narrowing);
    const byWords = matches.found.length;
    return { matches: fuseBeside(matches, further, fusion.k), fused: null, byWords, query };
  }
  const fused = await findByMeaning(store, query, text, encoder, fusion, facets, narrowing);
  return {
    matches: fuseBeside(fused, further, fusion.k),
    fused: { ...fused, near: fused.near - nearAlone(fused, further) },
    byWords: fusion.words > 0 ? fused.byWords : fused.total,
    query,
  };
}

/** What would be among the papers that match by words, were it not for what the request hides. */
async function findHidden(store: Store, request: SearchRequest, query: Query): Promise<number[]> {
  const { hide, sort = 'relevance' } = request;
  if (hide === undefined) return [];
  const narrowing = { ...(request.among === undefined ? {} : { among: request.among }), only: hide };
  const { found } = await findMatches(store, query, sort, false, narrowing);
  return found.map(({ id }) => id);
}

/** How many of some papers were found by meaning and not by words. */
function nearAlone({ reasons }: FusedMatches, ids: readonly number[]): number {
  return ids.filter((id) => reasons.get(id)?.words === null).length;
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
  fused: FusedMatches | null,
  encoder: Encoder | null,
): Promise<Hit[]> {
  const scores = new Map(found.map(({ id, score }) => [id, score]));
  const terms = highlightedTerms(query);
  const papers = await getPapers(store, [...scores.keys()]);
  const phrases =
    fused === null || encoder === null
      ? []
      : await nearestPhrases(encoder, fused.vector, papers.slice(0, phrased));
  return papers.map((paper, index) => {
    const reason = fused?.reasons.get(paper.id);
    return {
      paper,
      score: scores.get(paper.id) ?? 0,
      title: highlight(paper.title, terms),
      passage: highlight(choosePassage(paper.abstract, terms), terms),
      abstract: highlight(paper.abstract, terms),
      matched: explainHit(query, paper),
      why: reason === undefined ? null : { ...reason, phrase: phrases[index] ?? null },
    };
  });
}
