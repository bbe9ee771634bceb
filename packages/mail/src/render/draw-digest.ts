import type { Digest, DigestLinks } from '../digest/digest.ts';
import type { MailTheme } from '../settings/theme.ts';
import { digestHtml } from './digest-html.ts';
import { digestText } from './digest-text.ts';
import { digestWords } from './digest-words.ts';
import { paperParts, shortAbstract } from './paper-parts.ts';
import { digestSubject } from './subject.ts';
import type { Drawn } from './template.ts';

/** Bytes (UTF-8). Gmail shows the first 102 kB of a mail's HTML and hides the rest, the way to unsubscribe with it. */
const largestHtml = 95_000;
const largestMail = 100_000;

/** Characters of each abstract that are tried one after the other, until a mail is small enough. */
const abstractLengths = [Infinity, 1200, 800, 500, shortAbstract, 200, 120, 0];

/**
 * Draws a digest. One that would be too large gets shorter abstracts first; then the papers at its end become a link to
 * the web.
 */
export function drawDigest(digest: Digest, links: DigestLinks, theme: MailTheme): Drawn {
  const subject = digestSubject(digest);
  const draw = (abstractLength: number, shown: number): Drawn => {
    const papers = digest.entries
      .slice(0, shown)
      .map((entry, index) => paperParts(entry, index + 1, links, abstractLength));
    const words = digestWords(digest, links, theme, shown);
    return {
      subject,
      html: digestHtml(subject, links.site, words, papers, theme),
      text: digestText(links.site, words, papers, theme),
    };
  };

  const all = digest.entries.length;
  const wanted = digest.length === 'full' ? Infinity : shortAbstract;
  let drawn = draw(wanted, all);
  for (const length of abstractLengths) {
    if (fits(drawn)) return drawn;
    if (length < wanted) drawn = draw(length, all);
  }
  for (let shown = all - 1; shown >= 0 && !fits(drawn); shown--) drawn = draw(0, shown);
  return drawn;
}

function fits({ html, text }: Drawn): boolean {
  const size = Buffer.byteLength(html);
  return size <= largestHtml && size + Buffer.byteLength(text) <= largestMail;
}
