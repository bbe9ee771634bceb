import { identityUrl } from '../identity/index.ts';
import { splitMath } from '../normalise/index.ts';
import type { PaperDetail } from '../views/paper.ts';
import { toBibtex } from './bibtex.ts';

/**
 * A paper as Markdown, for agents and for `Accept: text/markdown`. What sources wrote is escaped: it can bring neither
 * markup nor links of its own. Formulas stay TeX.
 */
export function toMarkdown(paper: PaperDetail, { siteUrl }: { siteUrl: string }): string {
  const facts: [string, string][] = [
    ['Authors', paper.authors.map((author) => escapeMarkdown(author.name)).join(', ')],
    ['Published', paper.published ?? ''],
    ['Announced', paper.announcedOn ?? ''],
    ['Venue', escapeMarkdown(paper.venue ?? '')],
    ['Categories', paper.categories.map(escapeMarkdown).join(', ')],
    ['Votes', String(paper.votes)],
    ['Citations', paper.citations === null ? '' : String(paper.citations)],
    ['Reviews', reviewFigures(paper.reviews)],
    ['Page', `${siteUrl}/papers/${paper.key}`],
    ...paper.identities.map((identity): [string, string] => [
      identity.scheme,
      identityUrl(identity as Parameters<typeof identityUrl>[0]),
    ]),
    ...paper.links.map((link): [string, string] => [link.kind, link.url]),
  ];
  const sections = [
    `# ${escapeMarkdown(paper.title)}`,
    facts.flatMap(([name, value]) => (value === '' ? [] : [`- ${name}: ${value}`])).join('\n'),
    '## Abstract',
    paper.abstract === '' ? 'No abstract is known.' : escapeMarkdown(paper.abstract),
  ];
  if (paper.versions.length > 0) {
    sections.push(
      '## Versions',
      paper.versions.map(({ number, date }) => `- v${number}${date ? `, ${date}` : ''}`).join('\n'),
    );
  }
  sections.push('## Cite', fence(toBibtex(paper)));
  return `${sections.join('\n\n')}\n`;
}

/** `Accept (oral), 4 reviews, mean rating 6.25`; empty where there are none. */
function reviewFigures(reviews: PaperDetail['reviews']): string {
  if (reviews === null) return '';
  const { decision, count, rating } = reviews;
  return [
    escapeMarkdown(decision ?? ''),
    count === 0 ? '' : `${count} ${count === 1 ? 'review' : 'reviews'}`,
    rating === undefined ? '' : `mean rating ${Number(rating.toFixed(2))}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function escapeMarkdown(text: string): string {
  return splitMath(text)
    .map((piece) =>
      piece.kind === 'math'
        ? piece.text.replace(/[<>`]/g, '\\$&')
        : piece.text.replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&').replace(/^([-+]|\d+[.)])(?=\s)/gm, '\\$1'),
    )
    .join('');
}

/** A fence longer than any run of backticks inside. */
function fence(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}bibtex\n${code}${marks}`;
}
