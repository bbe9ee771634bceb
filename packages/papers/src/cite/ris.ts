import type { PaperSummary } from '../views/paper.ts';
import { invertedName, isJournal } from './citation-name.ts';

/** A reference in RIS, as EndNote, Zotero and Mendeley read it: `TAG  - value` lines, CRLF, one value a line. */
export function toRis(paper: PaperSummary): string {
  const type = paper.venue === null ? 'UNPB' : isJournal(paper.venue) ? 'JOUR' : 'CONF';
  const lines: [string, string | null | undefined][] = [
    ['TY', type],
    ['TI', paper.title],
    ...paper.authors.map((author): [string, string] => ['AU', invertedName(author.name)]),
    ['PY', paper.year === null ? null : String(paper.year)],
    ['DA', paper.published?.replaceAll('-', '/')],
    ['T2', paper.venue],
    ['AB', paper.abstract],
    ...paper.keywords.map((keyword): [string, string] => ['KW', keyword]),
    ['DO', paper.doi],
    ['AN', paper.arxivId && `arXiv:${paper.arxivId}`],
    [
      'UR',
      paper.links.find((link) => link.kind === 'page')?.url ??
        (paper.arxivId && `https://arxiv.org/abs/${paper.arxivId}`),
    ],
    ['ER', ''],
  ];
  return lines
    .flatMap(([tag, value]) =>
      value || tag === 'ER' ? [`${tag}  - ${(value ?? '').replace(/\s+/g, ' ').trim()}\r\n`] : [],
    )
    .join('');
}
