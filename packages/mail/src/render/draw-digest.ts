import type { Digest, DigestLinks } from '../digest/digest.ts';
import type { MailTheme } from '../settings/theme.ts';
import { digestHtml } from './digest-html.ts';
import { digestText } from './digest-text.ts';
import { digestWords } from './digest-words.ts';
import { paperParts, rooms, type Room } from './paper-parts.ts';
import { digestSubject } from './subject.ts';
import type { Drawn } from './template.ts';

/** Bytes (UTF-8). Gmail shows the first 102 kB of a mail's HTML and hides the rest, the way to unsubscribe with it. */
const largestHtml = 95_000;
const largestMail = 100_000;

/** What is tried for all papers, one after the other, until a mail is small enough. */
const less: readonly Room[] = [
  ...[1200, 800, 500, 300, 200, 120].map((abstract) => ({ abstract, authors: 8 })),
  { abstract: 120, authors: 3 },
];
/** Where that was not enough: for the first papers, and for the others. */
const first: Room = { abstract: 200, authors: 3 };
const least: Room = { abstract: 0, authors: 3 };

/**
 * Draws a digest. One that would be too large gets shorter abstracts first, then none for its last papers; at last the
 * papers at its end become a link to the web.
 */
export function drawDigest(digest: Digest, links: DigestLinks, theme: MailTheme): Drawn {
  const subject = digestSubject(digest);
  const all = digest.entries.length;
  const draw = (roomOf: (index: number) => Room, shown = all): Drawn => {
    const papers = digest.entries
      .slice(0, shown)
      .map((entry, index) => paperParts(entry, index + 1, links, roomOf(index)));
    const words = digestWords(digest, links, theme, shown);
    return {
      subject,
      html: digestHtml(subject, links.site, words, papers, theme),
      text: digestText(links.site, words, papers, theme),
    };
  };

  const wanted = rooms[digest.length];
  for (const room of [wanted, ...less.filter(({ abstract }) => abstract < wanted.abstract)]) {
    if (surelyTooLarge(digest, room)) continue;
    const drawn = draw(() => room);
    if (fits(drawn)) return drawn;
  }
  const partly = (count: number) => draw((index) => (index < count ? first : least));
  const bare = (count: number) => draw(() => least, count);
  return fits(partly(0)) ? largestThatFits(all, partly) : largestThatFits(all, bare);
}

/**
 * Told without drawing, which takes a while for fifty papers: each letter stands in both parts (formulas, seldom half of a
 * text, get shorter), and no paper has less than 1 kB around it.
 */
function surelyTooLarge({ entries }: Digest, { abstract }: Room): boolean {
  const letters = entries.reduce((sum, { paper }) => sum + Math.min(paper.abstract.length, abstract), 0);
  return letters + 1000 * entries.length > largestMail;
}

/** What `draw` makes of the largest number that fits; of 0 where none does. */
function largestThatFits(most: number, draw: (count: number) => Drawn): Drawn {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(draw(middle))) low = middle;
    else high = middle - 1;
  }
  return draw(low);
}

function fits({ html, text }: Drawn): boolean {
  const size = Buffer.byteLength(html);
  return size <= largestHtml && size + Buffer.byteLength(text) <= largestMail;
}
