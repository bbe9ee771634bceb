import { authorKey, type PaperSummary } from '@broadsheet/papers';
import { explainMatch } from '@broadsheet/search';
import type { Wish } from '../subscriptions/plan.ts';
import { queryOf } from './candidates.ts';
import type { NewsWindow } from './news-window.ts';

/**
 * Why a paper is in a digest: what brought it, then what speaks for it.
 * @param brought What brought it, where the wish alone does not tell.
 */
export function whyIn(wish: Wish, paper: PaperSummary, window: NewsWindow, brought?: string): string {
  return [brought ?? broughtBy(wish, paper), ...attention(paper), ...late(paper, window)]
    .filter((part) => part !== '')
    .join(' · ');
}

function broughtBy(wish: Wish, paper: PaperSummary): string {
  switch (wish.kind) {
    case 'trending':
      return paper.votes > 0 ? 'trending' : `new in ${paper.categories[0] ?? 'the papers'}`;
    case 'category': {
      const [primary] = paper.categories;
      const own = primary === wish.value || (primary?.startsWith(`${wish.value}.`) ?? false);
      return own ? `new in ${primary}` : `cross-listed from ${primary ?? 'elsewhere'}`;
    }
    case 'author': {
      const key = authorKey(wish.value);
      return `by ${paper.authors.find(({ name }) => authorKey(name) === key)?.name ?? wish.value}`;
    }
    case 'venue':
      return `at ${wish.value}`;
    case 'following':
      return 'of what you follow';
    case 'topic':
    case 'search': {
      const matched = explainMatch(queryOf(wish) ?? '', paper);
      return matched.length === 0 ? 'matches' : `matches ${matched.join(', ')}`;
    }
  }
}

function attention({ votes, comments, links, citations }: PaperSummary): string[] {
  const stars = Math.max(
    0,
    ...links.flatMap(({ kind, stars: count }) => (kind === 'code' ? (count ?? 0) : [])),
  );
  const hasCode = links.some(({ kind }) => kind === 'code');
  return [
    votes === 0 ? '' : counted(votes, 'vote'),
    comments === 0 ? '' : counted(comments, 'comment'),
    !hasCode ? '' : stars > 0 ? `code with ${counted(stars, 'star')}` : 'with code',
    citations === null || citations === 0 ? '' : `cited ${citations.toLocaleString('en')} times`,
  ];
}

function late({ announcedOn }: PaperSummary, { from }: NewsWindow): string[] {
  return announcedOn !== null && announcedOn < from ? [`announced on ${announcedOn}`] : [];
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}
