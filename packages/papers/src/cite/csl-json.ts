import type { PaperSummary } from '../views/paper.ts';
import { citationKey, isJournal, nameParts } from './citation-name.ts';

/** An item of CSL-JSON 1.0.2 (https://github.com/citation-style-language/schema), for Pandoc, Zotero and citeproc. */
export function toCslJson(paper: PaperSummary): Record<string, unknown> {
  const type =
    paper.venue === null ? 'article' : isJournal(paper.venue) ? 'article-journal' : 'paper-conference';
  return {
    id: citationKey(paper),
    type,
    title: paper.title,
    author: paper.authors.map((author) => {
      const { given, particle, family } = nameParts(author.name);
      return {
        family,
        ...(given === '' ? {} : { given }),
        ...(particle === '' ? {} : { 'non-dropping-particle': particle }),
      };
    }),
    ...(paper.published === null
      ? {}
      : { issued: { 'date-parts': [paper.published.split('-').map(Number)] } }),
    ...(paper.venue === null ? {} : { 'container-title': paper.venue }),
    ...(paper.doi === null ? {} : { DOI: paper.doi }),
    ...(paper.arxivId === null
      ? {}
      : {
          URL: `https://arxiv.org/abs/${paper.arxivId}`,
          number: `arXiv:${paper.arxivId}`,
          publisher: 'arXiv',
        }),
    ...(paper.abstract === '' ? {} : { abstract: paper.abstract }),
    ...(paper.keywords.length === 0 ? {} : { keyword: paper.keywords.join(', ') }),
  };
}
