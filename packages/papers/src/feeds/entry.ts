import type { PaperSummary } from '../views/paper.ts';
import { publishedInstant, type FeedEntry } from './feed-input.ts';
import { escapeXml } from './xml.ts';

/** What a feed says of a paper. The abstract is escaped here, once: feeds carry no markup of other people. */
export function toEntry(paper: PaperSummary, siteUrl: string): FeedEntry {
  const url = `${siteUrl}/papers/${paper.key}`;
  const links = paper.links
    .filter((link) => link.kind !== 'media')
    .map((link) => `<a href="${escapeXml(link.url)}">${link.kind}</a>`);
  const lines = [
    escapeXml(paper.authors.map((author) => author.name).join(', ')),
    ...paper.abstract.split('\n\n').map(escapeXml),
    [`<a href="${escapeXml(url)}">paper</a>`, ...links].join(' · '),
  ];
  return {
    id: `${siteUrl}/papers/p${paper.id}`,
    url,
    title: paper.title.replace(/\s+/g, ' '),
    authors: paper.authors.map((author) => author.name),
    categories: paper.categories,
    published: publishedInstant(paper),
    updated: paper.changedAt,
    html: lines
      .filter(Boolean)
      .map((line) => `<p>${line}</p>`)
      .join(''),
    text: paper.abstract,
  };
}
