import type { MailTheme } from '../settings/theme.ts';
import type { DigestWords } from './digest-words.ts';
import { mathPlain } from './math-text.ts';
import { oneLine } from './one-line.ts';
import type { PaperParts } from './paper-parts.ts';
import { linkBlock, textFrame } from './text-frame.ts';
import { ruleLine, wrapText } from './wrap-text.ts';

/** A digest as plain text: as complete as the HTML. */
export function digestText(
  site: string,
  words: DigestWords,
  papers: readonly PaperParts[],
  theme: MailTheme,
): string {
  const blocks = [
    [words.title, words.day, words.extent].map((line) => wrapText(line)).join('\n'),
    ...words.notices.map((notice) => wrapText(notice, '  ', '! ')),
    ...papers.map(paperBlock),
    ...(words.more.length === 0 ? [] : [ruleLine]),
    ...words.more.map(linkBlock),
  ];
  return textFrame(
    { site, blocks, foot: [wrapText(words.reason), ...words.footLinks.map(linkBlock)] },
    theme,
  );
}

const indent = '    ';

function paperBlock({ number, title, url, authors, why, abstract, links }: PaperParts): string {
  const line = (text: string) => (text === '' ? '' : wrapText(oneLine(mathPlain(text)), indent));
  const head = [
    wrapText(oneLine(mathPlain(title)), indent, `${number}.`.padEnd(indent.length)),
    authors === '' ? '' : wrapText(authors, indent),
  ];
  const tail = [
    why === '' ? '' : line(`Why: ${why}`),
    ...[{ text: 'Page', url }, ...links].map((link) => `${indent}${link.text}: ${link.url}`),
  ];
  // One more empty line sets a paper apart from what stands before it.
  return `\n${[head.filter(Boolean).join('\n'), ...abstract.map(line), tail.filter(Boolean).join('\n')].join('\n\n')}`;
}
