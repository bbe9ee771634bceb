import { authorKey, categoryName, explainTrending, type PaperSummary } from '@broadsheet/papers';
import type { PaperCard } from '../card.ts';
import { renderParagraphs, renderText } from './render-text.ts';

/** Authors to a card; the paper's own page names all. */
const mostAuthors = 12;

/** Prepares a paper for a list. The one place that decides what a list says of a paper. */
export function toCard(paper: PaperSummary): PaperCard {
  const code = paper.links.find((link) => link.kind === 'code');
  return {
    id: paper.id,
    key: paper.key,
    titleHtml: renderText(paper.title),
    abstractHtml: renderParagraphs(paper.abstract),
    authors: authorLinks(paper).slice(0, mostAuthors),
    categories: categoryLinks(paper.categories),
    venue: paper.venue,
    date: paper.announcedOn ?? paper.published,
    dayPath: paper.announcedOn === null ? null : `/day/${paper.announcedOn}`,
    votes: paper.votes,
    featured: paper.featured,
    comments: paper.comments,
    authorsAnswer: paper.authorsAnswer,
    code: code ? { url: code.url, stars: code.stars ?? null } : null,
    withdrawn: paper.withdrawn,
    why: paper.trendingTerms ? explainTrending(paper.trendingTerms) : [],
  };
}

export function authorLinks({ authors }: Pick<PaperSummary, 'authors'>): { name: string; key: string }[] {
  return authors.map(({ name }) => ({ name, key: authorKey(name) }));
}

export function categoryLinks(categories: readonly string[]): { code: string; name: string }[] {
  return categories.map((code) => ({ code, name: categoryName(code) ?? code }));
}
