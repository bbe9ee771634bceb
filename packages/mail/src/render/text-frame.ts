import type { MailTheme } from '../settings/theme.ts';
import { oneLine } from './one-line.ts';
import { doubleRule, wrapText } from './wrap-text.ts';

/** The plain text of a mail: its name, what it says, and the operator's own foot. Blocks have an empty line between them. */
export function textFrame(
  { site, blocks, foot }: { site: string; blocks: readonly string[]; foot: readonly string[] },
  theme: MailTheme,
): string {
  const own = [theme.footer, theme.postalAddress]
    .filter((text) => text !== '')
    .map((text) =>
      text
        .split(/\r?\n/)
        .map((line) => wrapText(oneLine(line)))
        .join('\n'),
    );
  const head = `${wrapText(oneLine(theme.name).toUpperCase())}\n${site}`;
  return `${[head, ...blocks, doubleRule, ...foot, ...own].filter((block) => block !== '').join('\n\n')}\n`;
}

/** A line and the address that it leads to. */
export const linkBlock = ({ text, url }: { text: string; url: string }) => `${wrapText(`${text}:`)}\n${url}`;
