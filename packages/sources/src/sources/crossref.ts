import { setTimeout } from 'node:timers/promises';
import { addDays, isDay } from '@broadsheet/papers';
import { z } from 'zod';
import { askForWorks } from '../crossref/ask-day.ts';
import { readWork } from '../crossref/work.ts';
import { nextDailyRun } from '../every-day.ts';
import { SourceError } from '../http/source-error.ts';
import { defineSource, type Etiquette, type Run, type Step } from '../source.ts';

const Options = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.crossref.org'),
  /** Your address: Crossref answers better, and writes to you before it blocks you. */
  mailto: z.email().optional(),
  /** Journals and proceedings to follow: `1474-760X`. */
  issns: z.array(z.string().regex(/^\d{4}-\d{3}[\dX]$/, 'must be an ISSN such as 1474-760X')).default([]),
  /** Publishers to follow, by Crossref's number (`78` is Elsevier). Most have far more papers than anybody reads. */
  members: z.array(z.string().regex(/^\d{1,9}$/, 'must be a number')).default([]),
  /** Prefixes of DOIs to follow: `10.1371`. */
  prefixes: z.array(z.string().regex(/^10\.\d{4,9}$/, 'must be a prefix such as 10.1371')).default([]),
  /** Kinds of works. None: all, journals and components too. */
  types: z
    .array(z.string().regex(/^[a-z-]{1,50}$/))
    .default(['journal-article', 'proceedings-article', 'posted-content']),
  /** Any other filters of Crossref, `name:value`, for all that is chosen. Those of one name widen, those of different names narrow. */
  filters: z.array(z.string().regex(/^[a-z.-]{1,60}:[^,\n]{1,200}$/, 'must be name:value')).default([]),
  /** A paper is indexed again whenever it is cited: those published longer ago are left out. null: none. */
  publishedWithinDays: z.number().int().min(1).max(40_000).nullable().default(400),
  /** Take in what was indexed from this day on (UTC), once. Without it the first run goes back a week. */
  from: z.string().refine(isDay, 'must be a day, YYYY-MM-DD').optional(),
  /** Works on a page. Crossref allows 1,000; large pages time out. */
  rows: z.number().int().min(1).max(1000).default(200),
});
type Options = z.infer<typeof Options>;

const Kept = z.object({
  /** Everything that was indexed until this day (UTC) was read; of the day itself what there was by then. */
  day: z.string().refine(isDay),
  /** The wish that was followed. */
  from: z.string().nullable().catch(null),
});

/**
 * Half of what a list without an e-mail address may be asked for. The answers tell the limit in force: where it is lower
 * than this, the pages follow each other as slowly as it says.
 */
const etiquette: Etiquette = {
  scope: 'crossref',
  interval: 2000,
  perDay: null,
  rule: 'As many requests as the answers’ headers allow (one list a second or more), one at a time.',
  terms: 'https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/',
};

/** Milliseconds. A service that wants to be left alone for longer is: the next run goes on. */
const longestPause = 60_000;

/**
 * What publishers register with Crossref: new and changed works of the chosen journals, publishers or prefixes, day by
 * day of indexing. Where none is chosen it asks for nothing: all of Crossref is not what a daily paper is for.
 * Source: https://www.crossref.org/documentation/retrieve-metadata/rest-api/
 */
export const crossref = defineSource<Options>({
  name: 'crossref',
  title: 'Crossref',
  about: 'New and changed papers of the journals, publishers or DOI prefixes that you choose.',
  licence: 'Metadata free of claims; abstracts may be their publishers’',
  etiquette,
  options: Options,
  nextRun: (after) => nextDailyRun(after, 4, 40),
  gather,
});

async function* gather(run: Run<Options>): AsyncGenerator<Step> {
  const { options } = run;
  const today = run.now().toISOString().slice(0, 10);
  const searches = searchesOf(options, today);
  if (searches.length === 0) return;
  const first = firstDay(run, today);
  const days = Math.max(1, Math.round((Date.parse(today) - Date.parse(first)) / 86_400_000) + 1);
  let { cursor } = run;
  let searched = 0;
  for (let day = first; day <= today; day = addDays(day, 1)) {
    for (const [index, search] of searches.entries()) {
      const filters = [...search, `from-index-date:${day}`, `until-index-date:${day}`];
      for await (const { items, isLast, interval } of pagesOf(run, day, filters)) {
        if (isLast) searched++;
        if (isLast && index === searches.length - 1) cursor = { day, from: options.from ?? null };
        yield {
          items,
          cursor,
          progress: { done: Math.floor(searched / searches.length), total: days, unit: 'days' },
        };
        const longer = (interval ?? 0) - etiquette.interval;
        if (longer > longestPause || run.signal.aborted) return;
        await pause(longer, run.signal);
      }
    }
  }
}

/**
 * Crossref joins filters of one name by "or" and those of different names by "and": journals, publishers and prefixes are
 * asked for one after the other.
 * @returns None where nothing is chosen.
 */
function searchesOf(options: Options, today: string): string[][] {
  const { issns, members, prefixes, filters, types, publishedWithinDays } = options;
  const chosen = [
    issns.map((issn) => `issn:${issn}`),
    members.map((member) => `member:${member}`),
    prefixes.map((prefix) => `prefix:${prefix}`),
  ].filter((group) => group.length > 0);
  if (chosen.length === 0 && filters.length > 0) chosen.push([]);
  return chosen.map((group) => [
    ...group,
    ...filters,
    ...types.map((type) => `type:${type}`),
    ...(publishedWithinDays === null ? [] : [`from-pub-date:${addDays(today, -publishedWithinDays)}`]),
  ]);
}

/** The pages of a search, from its beginning to its end; once more from the beginning where it was closed or fell short. */
async function* pagesOf(run: Run<Options>, day: string, filters: readonly string[]) {
  const { options, http } = run;
  const { rows } = options;
  for (let attempt = 1; ; attempt++) {
    let cursor = '*';
    let read = 0;
    for (;;) {
      const page = await askForWorks(http, options, { filters, rows, cursor });
      if (page === 'expired') break;
      const items = page.works.flatMap(
        (work, index) => readWork(`${day} work ${read + index + 1}`, work) ?? [],
      );
      read += page.works.length;
      const isEnd = page.next === null || page.works.length < rows;
      const isLast = isEnd && (attempt === 2 || page.total === null || read >= page.total);
      yield { items, isLast, interval: page.interval };
      if (isLast) return;
      if (isEnd) break;
      cursor = page.next ?? '*';
    }
    if (attempt === 2) {
      throw new SourceError(
        'content',
        'Crossref closed the search before its end, twice.',
        'The next run begins the day again. Smaller pages (`rows`) may help.',
      );
    }
  }
}

function firstDay({ cursor, options }: Run<Options>, today: string): string {
  const kept = Kept.safeParse(cursor).data;
  if (kept === undefined) return options.from ?? addDays(today, -7);
  const { from } = options;
  return from !== undefined && from !== kept.from && from < kept.day ? from : kept.day;
}

/** Milliseconds; none below 1. Ends at once when the program does. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds < 1) return;
  await setTimeout(milliseconds, undefined, { signal }).catch(() => {});
}
