import {
  foldText,
  getPapers,
  stopWords,
  termOf,
  wordsOf,
  type PaperSummary,
  type Store,
} from '@broadsheet/papers';
import { filterSql, type Bind } from './lexical/filter-sql.ts';
import { bestPapers, withLexicalIndex } from './lexical/index-lookup.ts';
import { dictionaryOf, type Dictionary } from './spelling/dictionary.ts';
import { readFilter } from './query/filter-value.ts';

/** Terms of the seeds that are searched: more cost time and add little. */
const searchedTerms = 24;

export interface SimilarRequest {
  /** Internal ids of the papers to start from, at most 50 are read. */
  seeds: number[];
  /** 1 to 100. */
  limit: number;
  /** Only this category or archive. */
  category?: string;
  /** Only papers from this date on: `2023`, `2023-05` or `2023-05-01`. */
  after?: string;
}

/**
 * Papers like the seeds, by "more like this": the seeds' most telling terms (tf-idf over title, counted twice, and
 * abstract) as a BM25 query. `why` names the terms that the paper shares, as they stand in it.
 */
export async function similarPapers(
  store: Store,
  { seeds, limit, category, after }: SimilarRequest,
): Promise<{ paper: PaperSummary; score: number; why: string[] }[]> {
  const sources = await getPapers(store, seeds.slice(0, 50));
  const terms = tellingTerms(sources, await dictionaryOf(store));
  if (terms.size === 0) return [];
  const parameters: unknown[] = [];
  const bind: Bind = (value) => `$${parameters.push(value) + 1}`;
  const parts = [`p.id <> all(${bind(seeds)}::bigint[])`];
  const filters = [
    category === undefined ? null : readFilter('cat', category),
    after === undefined ? null : readFilter('after', after),
  ];
  for (const filter of filters) if (filter !== null && 'kind' in filter) parts.push(filterSql(filter, bind));
  const most = Math.min(100, Math.max(1, Math.floor(limit) || 1));
  const found = await withLexicalIndex(store, (inside) =>
    bestPapers(store, inside, [...terms.values()], parts.join(' and '), parameters, most),
  );
  const papers = await getPapers(
    store,
    found.map(({ id }) => id),
  );
  const scores = new Map(found.map(({ id, score }) => [id, score]));
  return papers.map((paper) => ({ paper, score: scores.get(paper.id) ?? 0, why: sharedWords(paper, terms) }));
}

/** Term → the word to search for, the most telling first. */
function tellingTerms(papers: readonly PaperSummary[], dictionary: Dictionary): Map<string, string> {
  const counts = new Map<string, { word: string; weight: number }>();
  for (const { title, abstract } of papers) {
    for (const { text } of wordsOf(`${title} ${title} ${abstract}`)) {
      const word = foldText(text);
      if (word.length < 3 || /^\d+$/.test(word) || stopWords.has(word)) continue;
      const entry = counts.get(termOf(word));
      if (entry === undefined) counts.set(termOf(word), { word, weight: 1 });
      else entry.weight++;
    }
  }
  const scored = [...counts].map(([term, { word, weight }]) => {
    const frequency = dictionary.frequencies.get(word) ?? 0;
    return {
      term,
      word,
      score: Math.log1p(weight) * Math.log(1 + (dictionary.papers + 1) / (frequency + 1)),
    };
  });
  scored.sort((a, b) => b.score - a.score || (a.term < b.term ? -1 : 1));
  return new Map(scored.slice(0, searchedTerms).map(({ term, word }) => [term, word]));
}

function sharedWords(paper: PaperSummary, terms: ReadonlyMap<string, string>): string[] {
  const written = new Map<string, string>();
  for (const { text } of wordsOf(`${paper.title} ${paper.abstract}`)) {
    const term = termOf(text);
    if (terms.has(term) && !written.has(term)) written.set(term, text);
  }
  return [...terms.keys()].flatMap((term) => written.get(term) ?? []).slice(0, 8);
}
