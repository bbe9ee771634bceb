import {
  addDays,
  announcementDayOfListing,
  isAnnouncementDay,
  isDay,
  newYorkClock,
  newYorkInstant,
  weekday,
  type ReadItem,
} from '@broadsheet/papers';
import { z } from 'zod';
import { askAndRead } from '../arxiv/ask-and-read.ts';
import { arxivEtiquette, arxivLicence } from '../arxiv/etiquette.ts';
import { readFeedPage, type FeedPage } from '../arxiv/feed-page.ts';
import { readEntry, withFeed } from '../arxiv/late-cross-list.ts';
import type { HttpClient } from '../http/http-client.ts';
import { SourceError } from '../http/source-error.ts';
import { defineSource, type Cursor, type Run, type Step } from '../source.ts';

const Options = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://rss.arxiv.org/atom'),
  /** arXiv categories, each asked for on its own: a request for several is cut at 2,000 items, the new papers first. */
  categories: z
    .array(z.string().regex(/^[a-z-]+(\.[A-Za-z-]+)?$/, 'must be a category such as cs.LG'))
    .min(1)
    .default([
      'cs.AI',
      'cs.CL',
      'cs.CV',
      'cs.IR',
      'cs.LG',
      'cs.MA',
      'cs.NE',
      'cs.RO',
      'cs.SD',
      'eess.AS',
      'eess.IV',
      'stat.ML',
    ]),
});
type Options = z.infer<typeof Options>;

const day = z.string().refine(isDay);

/** What was read of a category's feed last. */
const CategoryState = z.object({
  etag: z.string().nullable(),
  day,
  items: z.number().int().nonnegative(),
});
type CategoryState = z.infer<typeof CategoryState>;

const Kept = z.object({
  categories: z.record(z.string(), CategoryState),
  ids: z.object({ day, before: z.string().nullable(), highest: z.string().nullable() }).nullable(),
  /** The last announcement day that was told to be complete. */
  told: day.nullable(),
});
type Kept = z.infer<typeof Kept>;

/** arXiv's cap. What is over it is cut off, and by the order in its code that is the new papers. */
const mostItems = 2000;

/**
 * arXiv's daily feeds: hours before the day's mailing is in everybody's mailbox, and light. A feed holds one day; a day
 * that was missed comes by OAI-PMH alone. Source: https://info.arxiv.org/help/rss.html
 */
export const arxivFeed = defineSource<Options>({
  name: 'arxiv-feed',
  title: 'arXiv (daily feeds)',
  about: 'The day’s new, cross-listed and replaced papers of the chosen arXiv categories.',
  licence: arxivLicence,
  etiquette: arxivEtiquette,
  options: Options,
  nextRun,
  gather,
});

/** After midnight in New York, Monday to Friday, when feeds change; then twice more, for days that are late. */
function nextRun(after: Date): Date {
  let { day } = newYorkClock(after);
  for (; ; day = addDays(day, 1)) {
    if (weekday(day) === 0 || weekday(day) === 6) continue;
    const runs = [newYorkInstant(day, 0, 10), newYorkInstant(day, 4, 10), newYorkInstant(day, 9, 10)];
    const next = runs.find((run) => run > after);
    if (next !== undefined) return next;
  }
}

async function* gather(run: Run<Options>): AsyncGenerator<Step> {
  const categories = [...new Set(run.options.categories)];
  let kept = Kept.safeParse(run.cursor).data ?? { categories: {}, ids: null, told: null };
  /** Papers stand in the feeds of all their categories. */
  const seen = new Set<string>();
  for (const category of categories) {
    const known = kept.categories[category];
    if (known !== undefined && isRead(known, run.now())) continue;
    if (run.signal.aborted) return;
    const answer = await ask(run.http, run.options.baseUrl, category, known?.etag ?? null);
    if (answer === 'unchanged') continue;
    if ('reject' in answer) {
      yield { items: [answer.reject], cursor: toCursor(kept) };
      continue;
    }
    const { page, etag } = answer;
    const ids = withFeed(kept.ids, page);
    const items = page.entries
      .map((entry) => readEntry(entry, page.day, ids))
      .filter((item) => {
        const name = item.ok
          ? `${item.record.key} ${item.record.version}`
          : `${category} ${item.reject.position}`;
        return !seen.has(name) && seen.add(name);
      });
    if (page.entries.length >= mostItems) items.push(capped(category, page.day));
    const state = { etag, day: page.day, items: page.entries.length };
    kept = { ...kept, ids, categories: { ...kept.categories, [category]: state } };
    yield { items, cursor: toCursor(kept), progress: { done: seen.size, total: null, unit: 'records' } };
  }
  const complete = completeDay(kept, categories, run.now());
  if (complete === null || complete === kept.told) return;
  kept = { ...kept, told: complete };
  yield { items: [], cursor: toCursor(kept), completeDays: [complete] };
}

/** Whether the feed was read that is expected at this instant. An empty one may be early, unless nothing was announced. */
function isRead({ day, items }: CategoryState, now: Date): boolean {
  const today = newYorkClock(now).day;
  return day === today && (items > 0 || !isAnnouncementDay(addDays(today, -1)));
}

/** The announcement day that today's feeds hold, where all of them do, none was cut, and they are not all empty. */
function completeDay(kept: Kept, categories: readonly string[], now: Date): string | null {
  const today = newYorkClock(now).day;
  const states = categories.map((category) => kept.categories[category]);
  const whole =
    isAnnouncementDay(addDays(today, -1)) &&
    states.every((state) => state?.day === today && state.items < mostItems);
  return whole && states.some((state) => state !== undefined && state.items > 0)
    ? announcementDayOfListing(today)
    : null;
}

async function ask(
  http: HttpClient,
  baseUrl: string,
  category: string,
  etag: string | null,
): Promise<{ page: FeedPage; etag: string | null } | { reject: ReadItem } | 'unchanged'> {
  const url = new URL(`${baseUrl.replace(/\/$/, '')}/${category}`);
  const headers = etag === null ? {} : { 'if-none-match': etag };
  try {
    return await askAndRead(http, url, { expect: 'xml', headers, statuses: [304] }, async (answer) =>
      answer.status === 304
        ? ('unchanged' as const)
        : { page: await readFeedPage(answer), etag: answer.headers.get('etag') ?? null },
    );
  } catch (error) {
    // One misspelt category must not cost the others.
    if (!(error instanceof SourceError) || (error.status !== 400 && error.status !== 404)) throw error;
    return {
      reject: told(category, 'arXiv has no feed of this category. Check `categories`.', error.message),
    };
  }
}

function capped(category: string, day: string): ReadItem {
  return told(
    `${category} ${day}`,
    `The feed is full (${mostItems} items), and what is cut off are new papers. They come with the next OAI-PMH harvest.`,
    category,
  );
}

function told(position: string, reason: string, excerpt: string): ReadItem {
  return { ok: false, reject: { source: 'arxiv-feed', position, field: null, reason, excerpt } };
}

function toCursor(kept: Kept): Cursor {
  return { categories: kept.categories, ids: kept.ids, told: kept.told };
}
