import { addDays, authorKey, categoryName, listNews, type NewsItem, type Store } from '@broadsheet/papers';
import { chooseFollowed, followWords, type Follow, type RulesInForce } from '@broadsheet/people';
import { matchPapers } from '@broadsheet/search';
import type { Cadence, Wish } from '../subscriptions/plan.ts';
import type { NewsWindow } from './news-window.ts';
import { paperShelf } from './paper-shelf.ts';
import { withoutHidden } from './readers.ts';

/** Days over which papers compete for a trending digest: attention comes late, so more than the days that are new. */
const trendingReach = { daily: 7, weekdays: 7, weekly: 14, monthly: 45 } as const;

/** What a wish and its page are called. */
export function describeWish(wish: Wish): { title: string; path: string } {
  switch (wish.kind) {
    case 'trending':
      return { title: 'Trending papers', path: '/trending' };
    case 'following':
      return { title: 'What you follow', path: '/following' };
    case 'category': {
      const name = categoryName(wish.value);
      return {
        title: name === null ? wish.value : `${name} (${wish.value})`,
        path: `/categories/${encodeURIComponent(wish.value)}`,
      };
    }
    case 'topic':
      return { title: wish.value, path: `/search?q=${encodeURIComponent(topicQuery(wish.value))}&sort=date` };
    case 'author':
      return {
        title: `Papers by ${wish.value}`,
        path: `/authors/${encodeURIComponent(authorKey(wish.value))}`,
      };
    case 'venue':
      return { title: wish.value, path: `/venues/${encodeURIComponent(wish.value)}` };
    case 'search':
      return {
        title: `Search: ${wish.value}`,
        path: `/search?q=${encodeURIComponent(wish.value)}&sort=date`,
      };
  }
}

/** A topic's words, none of which may be an operator. */
function topicQuery(topic: string): string {
  return topic
    .split(/\s+/)
    .map((word) =>
      word
        .replace(/["():]/g, ' ')
        .replace(/^[-+]+/, '')
        .trim(),
    )
    .filter((word) => word !== '' && word !== 'OR')
    .join(' ');
}

/** Answers that are kept: those that many wishes need, and some that turn out to be nobody else's. */
const mostAnswers = 500;

/**
 * The news of some days for any number of wishes: what several of them need is asked for once. For one pass over due
 * subscriptions; then thrown away.
 */
export function newsDesk(store: Store) {
  const asked = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const known = asked.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const answer = ask();
    // A search that only one reader has is not worth its place; what is needed again is soon here again.
    if (asked.size >= mostAnswers) asked.clear();
    asked.set(key, answer);
    return answer;
  };
  const news = (window: NewsWindow, since: Date | null) => {
    // Which quarter of an hour somebody looked in makes no difference that a reader would see.
    const rounded = since === null ? null : new Date(Math.floor(since.getTime() / 900_000) * 900_000);
    return once(`news ${window.from} ${window.to} ${rounded?.getTime() ?? ''}`, () =>
      listNews(store, { ...window, since: rounded }),
    );
  };

  return {
    /** The papers that a wish may bring from these days, best first, before anything is left out. */
    async candidates(
      wish: Wish,
      cadence: Cadence,
      window: NewsWindow,
      since: Date | null,
    ): Promise<readonly number[]> {
      // It depends on who reads: see `followed`.
      if (wish.kind === 'following') return [];
      if (wish.kind === 'trending') {
        const reach = addDays(window.to, 1 - trendingReach[cadence.frequency]);
        const from = reach < window.from ? reach : window.from;
        return idsOf(await news({ from, to: window.to }, null));
      }
      const items = await news(window, since);
      const query = queryOf(wish);
      if (query === null) return idsOf(items.filter(chosenBy(wish)));
      return once(`search ${window.from} ${window.to} ${since?.getTime() ?? ''} ${query}`, () =>
        matchPapers(store, query, idsOf(items)),
      );
    },
    /** What is new from these days of what somebody follows, best first, and what brought each paper. */
    async followed(
      follows: readonly Follow[],
      window: NewsWindow,
      since: Date | null,
    ): Promise<Map<number, string>> {
      const request = { ...window, since };
      const matches = (query: string, among: readonly number[]) => matchPapers(store, query, among);
      const found = await chooseFollowed(store, follows, await news(window, since), request, matches);
      return new Map(found.map(({ paperId, by }) => [paperId, followWords(by)]));
    },
    papers: paperShelf(store),
    /** Those of some papers that a reader's rules do not hide, in their order. */
    withoutHidden: (ids: readonly number[], rules: RulesInForce | null) => withoutHidden(store, ids, rules),
    /** Remembers an answer for this pass. */
    once,
  };
}
export type NewsDesk = ReturnType<typeof newsDesk>;

const idsOf = (items: readonly NewsItem[]): number[] => items.map(({ id }) => id);

/** What a wish asks the search for; null where it is no search. */
export function queryOf(wish: Wish): string | null {
  if (wish.kind === 'search') return wish.value;
  return wish.kind === 'topic' ? topicQuery(wish.value) : null;
}

function chosenBy(wish: Wish): (item: NewsItem) => boolean {
  switch (wish.kind) {
    case 'category': {
      const archive = `${wish.value}.`;
      return ({ categories }) =>
        categories.some((category) => category === wish.value || category.startsWith(archive));
    }
    case 'author': {
      const key = authorKey(wish.value);
      return ({ authors }) => authors.includes(key);
    }
    case 'venue':
      return ({ venue }) => venue === wish.value;
    default:
      return () => true;
  }
}
