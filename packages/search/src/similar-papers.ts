import {
  getPapers,
  termOf,
  wordsOf,
  type PaperCondition,
  type PaperSummary,
  type Store,
} from '@broadsheet/papers';
import { fuseRanks } from './fusion/fuse-ranks.ts';
import { similarFusion, type SimilarFusion } from './fusion/fusion.ts';
import type { Conditions } from './lexical/conditions.ts';
import { filterSql, type Bind } from './lexical/filter-sql.ts';
import { bestPapers, withLexicalIndex } from './lexical/index-lookup.ts';
import { tellingTerms } from './lexical/telling-terms.ts';
import type { Encoder } from './meaning/encoder.ts';
import { findNear } from './meaning/find-near.ts';
import { meanCodes } from './meaning/query-codes.ts';
import { codesOfSeeds, type Seed } from './meaning/seeds.ts';
import { takeNearest } from './meaning/take-nearest.ts';
import { vectorsOf } from './meaning/vectors-of.ts';
import { readFilter } from './query/filter-value.ts';
import { dictionaryOf } from './spelling/dictionary.ts';

/** Seeds that are read; each is one more query of its own. */
export const mostSeeds = 50;
/** How many of the most similar are put into another order. */
const ordered = 200;

export interface SimilarRequest {
  /** Internal ids of the papers to start from. Of these and `texts` together, 50 at most are read. */
  seeds: number[];
  /** Papers to start from that are not in the store, such as those of a reader's own list. */
  texts?: readonly { readonly title: string; readonly abstract: string }[];
  /** 1 to 100. */
  limit: number;
  /** Only this category or archive. */
  category?: string;
  /** Only papers from this date on: `2023`, `2023-05` or `2023-05-01`. */
  after?: string;
  /** Only papers before this date, written in the same ways. */
  before?: string;
  /** By date (the newest first) or votes: the 200 most similar papers in that order. */
  sort?: 'relevance' | 'date' | 'votes';
  /** Only these papers, by internal id: for ranking a given pool. */
  among?: readonly number[];
  /** Without the papers that meet it, such as those that a reader's rules hide. */
  hide?: PaperCondition;
  /** How words and meaning are weighed, for measuring; `similarFusion` else. */
  fusion?: SimilarFusion;
}

export interface SimilarPaper {
  paper: PaperSummary;
  /** Larger is better; comparable within one answer only. */
  score: number;
  /** Telling words of the seeds that the paper shares, as they stand in it. */
  why: string[];
  /** Which seed it is nearest to in meaning, with the cosine; null where meaning was not searched, or it is near to none. */
  near: { title: string; cosine: number } | null;
}

/**
 * Papers like the seeds. By words, "more like this": the seeds' most telling terms (tf-idf over title, counted twice, and abstract)
 * as a BM25 query. Where there is an encoder, also by meaning: nearness to the mean of the seeds' unit vectors, which is what they
 * have in common, and nearness to the nearest seed, so that seeds of several themes are not blurred into one; for a single seed
 * these are the same. The rankings are fused by reciprocal rank. The seeds themselves are left out.
 * @param encoder the one in use, or null to go by words alone.
 */
export async function similarPapers(
  store: Store,
  request: SimilarRequest,
  encoder: Encoder | null = null,
): Promise<SimilarPaper[]> {
  const seeds = await readSeeds(store, request);
  if (seeds.length === 0) return [];
  const fusion = request.fusion ?? similarFusion;
  const limit = Math.min(100, Math.max(1, Math.floor(request.limit) || 1));
  const sort = request.sort ?? 'relevance';
  const wanted = sort === 'relevance' ? limit : ordered;
  const conditions = conditionsOfRequest(request);
  const texts = seeds.flatMap(({ title, abstract }) => [title, title, abstract]);
  const terms = tellingTerms(texts, await dictionaryOf(store));
  const depth = encoder === null ? wanted : Math.max(wanted, fusion.depth);
  const words =
    terms.size === 0 || (encoder !== null && fusion.words <= 0)
      ? []
      : await withLexicalIndex(store, (inside) =>
          bestPapers(store, inside, [...terms.values()], conditions.where, [...conditions.parameters], depth),
        );
  const near =
    encoder === null
      ? { ofMean: [], ofAny: [], nearest: new Map<number, Nearest>() }
      : await findNearSeeds(store, encoder, seeds, depth, conditions, isNarrow(request));
  const found =
    encoder === null
      ? words
      : fuseRanks(
          [
            { ids: words.map(({ id }) => id), weight: fusion.words },
            { ids: near.ofMean, weight: fusion.mean },
            { ids: near.ofAny, weight: fusion.nearest },
          ],
          fusion.k,
        ).slice(0, wanted);
  const scores = new Map(found.map(({ id, score }) => [id, score]));
  const papers = inOrder(await getPapers(store, [...scores.keys()]), sort).slice(0, limit);
  return papers.map((paper) => {
    const nearest = near.nearest.get(paper.id);
    return {
      paper,
      score: scores.get(paper.id) ?? 0,
      why: sharedWords(paper, terms),
      near: nearest === undefined ? null : { title: nearest.seed.title, cosine: nearest.cosine },
    };
  });
}

async function readSeeds(store: Store, { seeds, texts = [] }: SimilarRequest): Promise<Seed[]> {
  const papers = await getPapers(store, seeds.slice(0, mostSeeds));
  return [
    ...papers.map(({ id, title, abstract }) => ({ id, title, abstract })),
    ...texts.map(({ title, abstract }) => ({ id: null, title, abstract })),
  ].slice(0, mostSeeds);
}

function conditionsOfRequest({ seeds, category, after, before, among, hide }: SimilarRequest): Conditions {
  const parameters: unknown[] = [];
  const bind: Bind = (value) => `$${parameters.push(value) + 1}`;
  const parts = [`p.id <> all(${bind(seeds)}::bigint[])`];
  if (among !== undefined) parts.push(`p.id = any(${bind(among)}::bigint[])`);
  if (hide !== undefined) parts.push(`(${hide(bind)}) is not true`);
  const filters = [
    category === undefined ? null : readFilter('cat', category),
    after === undefined ? null : readFilter('after', after),
    before === undefined ? null : readFilter('before', before),
  ];
  for (const filter of filters) if (filter !== null && 'kind' in filter) parts.push(filterSql(filter, bind));
  return { where: parts.join(' and '), parameters };
}

/** Whether the conditions leave out more than the seeds. */
function isNarrow({ category, after, before, among }: SimilarRequest): boolean {
  return [category, after, before, among].some((condition) => condition !== undefined);
}

interface Nearest {
  seed: Seed;
  cosine: number;
}

/** The papers nearest to the mean of the seeds, those nearest to any of them, and for each which seed that is. */
async function findNearSeeds(
  store: Store,
  encoder: Encoder,
  seeds: readonly Seed[],
  depth: number,
  conditions: Conditions,
  narrow: boolean,
): Promise<{ ofMean: number[]; ofAny: number[]; nearest: Map<number, Nearest> }> {
  const vectors = await vectorsOf(store, encoder);
  const known = await codesOfSeeds(vectors, encoder, seeds);
  const mean = meanCodes(known.map(({ codes }) => codes));
  // The mean goes last: it is one more query.
  const queries = [...known.map(({ codes }) => codes), ...(mean === null ? [] : [mean])];
  if (queries.length === 0) return { ofMean: [], ofAny: [], nearest: new Map() };
  const all = new Int8Array(queries.length * encoder.dimensions);
  queries.forEach((codes, i) => all.set(codes, i * encoder.dimensions));
  const lists = await (narrow
    ? findNear(store, vectors, all, depth, conditions)
    : vectors.nearest(all, depth, conditions));
  const nearest = new Map<number, Nearest>();
  known.forEach(({ seed }, i) => {
    for (const { id, cosine } of lists[i] ?? [])
      if (cosine > (nearest.get(id)?.cosine ?? 0)) nearest.set(id, { seed, cosine });
  });
  // The nearest of each seed hold the nearest of all.
  const ofAny = takeNearest(
    [...nearest].map(([id, { cosine }]) => ({ id, cosine })),
    depth,
  );
  return {
    ofMean: (mean === null ? [] : (lists.at(-1) ?? [])).map(({ id }) => id),
    ofAny: ofAny.map(({ id }) => id),
    nearest,
  };
}

function inOrder(papers: readonly PaperSummary[], sort: 'relevance' | 'date' | 'votes'): PaperSummary[] {
  const day = ({ published }: PaperSummary) => published ?? '';
  const byDate = (a: PaperSummary, b: PaperSummary) =>
    day(a) < day(b) ? 1 : day(a) > day(b) ? -1 : b.id - a.id;
  if (sort === 'relevance') return [...papers];
  return papers.toSorted(sort === 'date' ? byDate : (a, b) => b.votes - a.votes || byDate(a, b));
}

function sharedWords(paper: PaperSummary, terms: ReadonlyMap<string, string>): string[] {
  const written = new Map<string, string>();
  for (const { text } of wordsOf(`${paper.title} ${paper.abstract}`)) {
    const term = termOf(text);
    if (terms.has(term) && !written.has(term)) written.set(term, text);
  }
  return [...terms.keys()].flatMap((term) => written.get(term) ?? []).slice(0, 8);
}
