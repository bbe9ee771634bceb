import { styleText } from 'node:util';
import type { PaperSummary } from '@broadsheet/papers';

/** `styleText` minds NO_COLOR and whether the stream is a terminal. */
const style = (format: Parameters<typeof styleText>[0], text: string) =>
  styleText(format, text, { stream: process.stdout });

/** One document on standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** What a source wrote may hold the terminal's control sequences; none of them gets through. */
export function plain(text: string): string {
  // eslint-disable-next-line no-control-regex -- removing them is the point
  return text.replace(/[\u0000-\u001F\u007F-\u009F]+/g, ' ');
}

/** A list of papers for people: rank, title, authors, facts. */
export function printPapers(
  papers: readonly (PaperSummary & { shownTitle?: string })[],
  firstRank = 1,
): void {
  const width = Math.max(40, (process.stdout.columns || 100) - 6);
  for (const [index, paper] of papers.entries()) {
    const rank = String(firstRank + index).padStart(4);
    const facts = [
      paper.votes > 0 ? `${paper.votes} votes` : '',
      paper.announcedOn ?? paper.published ?? '',
      paper.venue ?? '',
      paper.categories.slice(0, 2).join(' '),
      paper.key,
    ];
    print(`${style('red', rank)}  ${paper.shownTitle ?? style('bold', cut(plain(paper.title), width))}`);
    print(`      ${cut(plain(authorLine(paper)), width)}`);
    print(`      ${style('dim', facts.filter(Boolean).map(plain).join(' · '))}`);
  }
}

/** Highlighted words, bold in a terminal. */
export function highlighted(spans: readonly { type: string; text: string }[]): string {
  return spans
    .map(({ type, text }) =>
      type === 'highlight' ? style(['bold', 'underline'], plain(text)) : style('bold', plain(text)),
    )
    .join('');
}

export function authorLine({ authors }: Pick<PaperSummary, 'authors'>): string {
  const names = authors.map((author) => author.name);
  if (names.length === 0) return 'authors unknown';
  return names.length > 6 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

/** Text in lines of at most the terminal's width. */
export function wrap(text: string, indent = ''): string {
  const width = Math.min(100, process.stdout.columns || 80) - indent.length;
  const lines: string[] = [];
  let line = '';
  for (const word of plain(text).split(/\s+/)) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((one) => indent + one).join('\n');
}
