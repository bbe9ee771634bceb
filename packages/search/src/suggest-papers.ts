import {
  findPaper,
  foldText,
  getPapers,
  parseIdentity,
  type PaperCondition,
  type Store,
} from '@broadsheet/papers';
import { findMatches } from './find-matches.ts';
import { parseQuery } from './query/parse-query.ts';
import { dictionaryOf } from './spelling/dictionary.ts';

/**
 * Papers for what is being typed: the last word may be only begun, and is then read as its most frequent completion
 * among the titles.
 * @param hide Without the papers that meet it. A paper whose name is typed in full is found all the same.
 */
export async function suggestPapers(
  store: Store,
  text: string,
  limit: number,
  hide?: PaperCondition,
): Promise<{ key: string; title: string; authors: string[] }[]> {
  const typed = text.slice(0, 200);
  if (parseIdentity(typed) !== null) {
    const paper = await findPaper(store, typed);
    if (paper !== null) return describe(store, [paper.id]);
  }
  const query = parseQuery(typed);
  const last = query.clauses.at(-1);
  if (last?.kind === 'word' && !/\s$/.test(typed)) {
    const completed = await complete(store, foldText(last.text));
    if (completed !== null) query.clauses.push({ kind: 'word', text: completed });
  }
  const { found } = await findMatches(store, query, 'relevance', false, hide === undefined ? {} : { hide });
  return describe(
    store,
    found.slice(0, Math.min(20, Math.max(1, Math.floor(limit) || 1))).map(({ id }) => id),
  );
}

async function complete(store: Store, start: string): Promise<string | null> {
  if (start.length < 2) return null;
  let best: string | null = null;
  let most = 0;
  for (const [word, count] of (await dictionaryOf(store)).frequencies) {
    if (count > most && word !== start && word.startsWith(start)) {
      best = word;
      most = count;
    }
  }
  return best;
}

async function describe(
  store: Store,
  ids: readonly number[],
): Promise<{ key: string; title: string; authors: string[] }[]> {
  const papers = await getPapers(store, ids);
  return papers.map(({ key, title, authors }) => ({ key, title, authors: authors.map(({ name }) => name) }));
}
