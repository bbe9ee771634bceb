import { splitMath } from '../normalise/index.ts';
import type { PaperSummary } from '../views/paper.ts';
import { citationKey, invertedName, isJournal } from './citation-name.ts';

/** A BibTeX entry, in UTF-8 as biber and every recent BibTeX read it. Formulas stay; other special signs are escaped. */
export function toBibtex(paper: PaperSummary): string {
  const type = paper.venue === null ? 'misc' : isJournal(paper.venue) ? 'article' : 'inproceedings';
  const month = paper.published?.slice(5, 7);
  const fields: [string, string | null | undefined][] = [
    ['title', protectCapitals(escapeTex(paper.title))],
    ['author', paper.authors.map((author) => escapeTex(invertedName(author.name))).join(' and ')],
    [type === 'article' ? 'journal' : 'booktitle', paper.venue && escapeTex(paper.venue)],
    ['year', paper.year === null ? null : String(paper.year)],
    ['month', month && String(Number(month))],
    ['doi', paper.doi],
    ['eprint', paper.arxivId],
    ['archivePrefix', paper.arxivId && 'arXiv'],
    ['primaryClass', paper.arxivId && paper.categories[0]],
    [
      'url',
      paper.links.find((link) => link.kind === 'page')?.url ??
        (paper.arxivId && `https://arxiv.org/abs/${paper.arxivId}`),
    ],
  ];
  const lines = fields.flatMap(([name, value]) => (value ? [`  ${name} = {${value}}`] : []));
  return `@${type}{${citationKey(paper)},\n${lines.join(',\n')}\n}\n`;
}

const special: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '%': '\\%',
  '&': '\\&',
  '#': '\\#',
  _: '\\_',
  $: '\\$',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

function escapeTex(text: string): string {
  return splitMath(text)
    .map((piece) =>
      piece.kind === 'math'
        ? piece.text
        : piece.text.replace(/[\\{}%&#_$~^]/g, (sign) => special[sign] ?? sign),
    )
    .join('');
}

/** Styles set titles in lower case; words with capitals inside (BERT, GPTs, iPhone) must keep them. */
function protectCapitals(title: string): string {
  return title.replace(/(?<![\\{$\w])(?:[A-Z]\w*[A-Z]\w*|[a-z]+[A-Z]\w*)(?![\w}$])/g, '{$&}');
}
