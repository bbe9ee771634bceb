import { createHash } from 'node:crypto';
import { addDays, categoryName, newYorkClock, newYorkInstant } from '@broadsheet/papers';
import { dayOf, stateOf, type PaperHistory } from './arxiv-history.ts';
import type { Service } from './replay-server.ts';
import { xml } from './xml-text.ts';

/** arXiv's cap for a request. */
const mostItems = 2000;
/** Replacements from this version on are left out. */
const tooManyVersions = 6;

/** The order in which arXiv's code sorts before it cuts: what comes last is cut first. */
const order = ['replace-cross', 'replace', 'cross', 'new'] as const;
type Label = (typeof order)[number];

export interface FeedOptions {
  /** When the feed of a day (New York) is made; before that, the one of the day before is served. Default: midnight. */
  madeAt?: (day: string) => Date;
}

/**
 * arXiv's daily feeds in their Atom form (the code is at github.com/arXiv/arxiv-feed): one category a request here, one
 * day, made at midnight in New York from what the last evening announced.
 */
export function arxivFeedService(
  papers: () => readonly PaperHistory[],
  { madeAt }: FeedOptions = {},
): Service {
  const made = madeAt ?? ((day) => newYorkInstant(day, 0, 0));
  return ({ path, now }) => {
    const category = /^\/atom\/([A-Za-z.-]+)$/.exec(path)?.[1] ?? '';
    if (categoryName(category) === null) {
      return { status: 400, type: 'text/html', body: `<h1>Bad archive '${xml(category)}'</h1>` };
    }
    const { day: today } = newYorkClock(now);
    const day = now < made(today) ? addDays(today, -1) : today;
    const body = feed(category, day, papers());
    return {
      type: 'application/atom+xml',
      headers: {
        etag: `"${createHash('sha256').update(body).digest('hex')}"`,
        'cache-control': `max-age=${Math.round((newYorkInstant(addDays(day, 1), 0, 0).getTime() - now.getTime()) / 1000)}`,
      },
      body,
    };
  };
}

function feed(category: string, day: string, papers: readonly PaperHistory[]): string {
  const midnight = newYorkInstant(day, 0, 0);
  const entries = papers
    .flatMap((paper) => {
      const entry = entryOf(paper, category, addDays(day, -1), midnight);
      return entry === null ? [] : [entry];
    })
    .sort((a, b) => order.indexOf(a.label) - order.indexOf(b.label) || (a.id < b.id ? 1 : -1))
    .slice(0, mostItems)
    // The library that writes the feed puts each item before the last.
    .reverse();
  return `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us">
<id>http://rss.arxiv.org/atom/${category}</id><title>${category} updates on arXiv.org</title>
<updated>${new Date(midnight.getTime() + 19_866).toISOString()}</updated>
<link href="http://rss.arxiv.org/atom/${category}" rel="self" type="application/atom+xml"/>
<subtitle>${category} updates on the arXiv.org e-print archive.</subtitle>
${entries.map(({ text }) => text).join('\n')}
</feed>`;
}

/** The entry of a paper in the feed of a category, for what the evening of `announced` brought; null for nothing. */
function entryOf(
  paper: PaperHistory,
  category: string,
  announced: string,
  midnight: Date,
): { id: string; label: Label; text: string } | null {
  const events = paper.events.filter((event) => dayOf(event) === announced);
  if (events.length === 0) return null;
  const state = stateOf(paper, midnight, 'query');
  if (state === null) return null;
  const { number } = state.versions.at(-1) ?? { number: 1 };
  const isNew = events.some((event) => event === paper.events[0]);
  const isCross = events.some((event) => event.kind === 'cross' && event.category === category);
  const isReplaced = events.some((event) => event.kind === 'version') && number < tooManyVersions;
  const isPrimary = state.categories[0] === category;
  if (!state.categories.includes(category) || !(isNew || isCross || isReplaced)) return null;
  const label: Label =
    isNew || isCross ? (isNew && isPrimary ? 'new' : 'cross') : isPrimary ? 'replace' : 'replace-cross';
  const offset = newYorkOffset(midnight);
  const text = `<entry><id>oai:arXiv.org:${paper.id}v${number}</id><title>${xml(paper.title)}</title>
<updated>${new Date(midnight.getTime() + 19_899).toISOString()}</updated>
<link href="https://arxiv.org/abs/${paper.id}" rel="alternate" type="text/html"/>
<summary>arXiv:${paper.id}v${number} Announce Type: ${label} \nAbstract: ${xml(paper.abstract)}</summary>
${state.categories.map((code) => `<category term="${code}"/>`).join('')}
<published>${addDays(announced, 1)}T00:00:00${offset}</published>
<arxiv:announce_type>${label}</arxiv:announce_type>
<dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
<dc:creator>${xml(paper.authors.join(', '))}</dc:creator></entry>`;
  return { id: paper.id, label, text };
}

function newYorkOffset(midnight: Date): string {
  return `-0${midnight.getUTCHours()}:00`;
}
