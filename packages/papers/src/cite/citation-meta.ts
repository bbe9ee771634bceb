import type { PaperSummary } from '../views/paper.ts';
import { isJournal } from './citation-name.ts';
import { pdfUrl } from './pdf-url.ts';

/**
 * Highwire `citation_*` tags for a paper's page, by which Zotero and Google Scholar take it in.
 * Source: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
 */
export function citationMeta(paper: PaperSummary, pageUrl: string): { name: string; content: string }[] {
  const tags: [string, string | null | undefined][] = [
    ['citation_title', paper.title],
    ...paper.authors.map((author): [string, string] => ['citation_author', author.name]),
    ['citation_publication_date', paper.published?.replaceAll('-', '/')],
    [
      paper.venue !== null && isJournal(paper.venue) ? 'citation_journal_title' : 'citation_conference_title',
      paper.venue,
    ],
    ['citation_doi', paper.doi],
    ['citation_arxiv_id', paper.arxivId],
    ['citation_pdf_url', pdfUrl(paper)],
    ['citation_abstract', paper.abstract],
    ['citation_abstract_html_url', pageUrl],
    ...paper.keywords.map((keyword): [string, string] => ['citation_keywords', keyword]),
  ];
  return tags.flatMap(([name, content]) => (content ? [{ name, content }] : []));
}
