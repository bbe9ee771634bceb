import type { Digest, DigestLinks } from '../digest/digest.ts';
import type { MailTheme } from '../settings/theme.ts';
import { dayInWords, dayOfYear } from './day-words.ts';
import { beginningOf } from './math-text.ts';
import { oneLine } from './one-line.ts';

/** A line that is a link, or ends in one. */
export interface LinkLine {
  text: string;
  url: string;
}

/** What a digest says beside its papers, the same in HTML and in plain text. */
export interface DigestWords {
  title: string;
  /** `Wednesday, November 25, 2026`. */
  day: string;
  /** `12 papers announced on Tuesday, November 24, 2026`. */
  extent: string;
  /** Days that were not all here. */
  notices: string[];
  /** Where there is more. */
  more: LinkLine[];
  /** Why somebody gets this. */
  reason: string;
  footLinks: LinkLine[];
}

/** @param shown papers of the digest that this mail has room for */
export function digestWords(
  digest: Digest,
  links: DigestLinks,
  theme: Pick<MailTheme, 'name'>,
  shown: number,
): DigestWords {
  const { entries, day, from, to, partial, more } = digest;
  const title = beginningOf(oneLine(digest.title), 160);
  const left = entries.length - shown;
  const selection = `${links.site}${digest.path}`;
  const announced = from === to ? `on ${dayInWords(to)}` : `from ${dayOfYear(from)} to ${dayInWords(to)}`;
  return {
    title,
    day: dayInWords(day),
    extent: `${papers(entries.length)} announced ${announced}`,
    notices: partial.map(incomplete),
    more: [
      ...(left > 0
        ? [
            {
              text: `Read ${left === 1 ? 'one more paper' : `${left.toLocaleString('en')} more papers`} of this digest on the web`,
              url: links.issue ?? selection,
            },
          ]
        : []),
      ...(more > 0
        ? [
            {
              text: `${more.toLocaleString('en')} more ${more === 1 ? 'paper' : 'papers'} of these days`,
              url: selection,
            },
          ]
        : []),
    ],
    reason:
      links.manage === null && links.unsubscribe === null
        ? `This is what a digest of “${title}” from ${theme.name} looks like.`
        : `You get this because you subscribed to “${title}” at ${theme.name}.`,
    footLinks: [
      { text: 'Change, pause or delete your subscriptions', url: links.manage },
      { text: `Unsubscribe from “${title}”`, url: links.unsubscribe },
      { text: 'Read this digest on the web', url: links.issue },
    ].filter((line): line is LinkLine => line.url !== null),
  };
}

/** `1 paper`, `1,204 papers`. */
export const papers = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'paper' : 'papers'}`;

function incomplete({ day, count, usual }: Digest['partial'][number]): string {
  const so = count === 0 ? 'no papers yet' : `${papers(count)} so far`;
  const common = usual === null ? '' : `, where about ${usual.toLocaleString('en')} are usual`;
  return `${dayOfYear(day)} was not all here when this was sent: ${so}${common}.`;
}
