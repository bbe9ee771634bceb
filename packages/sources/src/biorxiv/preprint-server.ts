import { addDays, isDay, newYorkClock, type ReadItem } from '@broadsheet/papers';
import { z } from 'zod';
import { nextDailyRun } from '../every-day.ts';
import { defineSource, type Etiquette, type Run, type Source, type Step } from '../source.ts';
import { askForDay } from './details-page.ts';
import { categoryOf, readPreprint, type Server } from './preprint.ts';

const Options = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.biorxiv.org'),
  /** Subjects as the server names them: `neuroscience`, `cell biology`. None: all. */
  subjects: z.array(z.string().min(1).max(100)).default([]),
  /** Take in what was posted from this day on, once. Without it the first run goes back three days. */
  from: z.string().refine(isDay, 'must be a day, YYYY-MM-DD').optional(),
});
type PreprintOptions = z.infer<typeof Options>;

const Kept = z.object({
  /** Everything until this day (New York) was read. */
  day: z.string().refine(isDay),
  /** The wish that was followed. */
  from: z.string().nullable().catch(null),
});

/** No day has so many versions; an answer that goes on for ever ends here. */
const mostRows = 10_000;

/**
 * Neither server states a limit. Both are answered by one machine, which is slow and has been seen to give empty answers
 * under load: one request every two seconds is gentle, and a day takes ten to twenty requests.
 */
const etiquette: Etiquette = {
  scope: 'biorxiv',
  interval: 2000,
  perDay: null,
  rule: 'No limit is stated; one request every two seconds, one connection, for bioRxiv and medRxiv together.',
  terms: 'https://www.biorxiv.org/tdm',
};

/**
 * bioRxiv or medRxiv, day by day of posting: every version of a preprint is a record of its own. The last two days are
 * read again, since a day fills until its evening and late ones are put in afterwards.
 */
export function preprintServer(server: Server, { title, about }: { title: string; about: string }) {
  const source: Source<PreprintOptions> = {
    name: server,
    title,
    about,
    licence: 'Metadata free to use; each preprint has a licence of its own',
    etiquette,
    options: Options,
    // Mornings in New York: the day before is whole, and today's first postings are there.
    nextRun: (after) => nextDailyRun(after, 11, server === 'biorxiv' ? 0 : 20),
    gather: (run) => gather(server, run),
  };
  return defineSource(source);
}

async function* gather(server: Server, run: Run<PreprintOptions>): AsyncGenerator<Step> {
  const { options, http, signal } = run;
  const today = newYorkClock(run.now()).day;
  const kept = Kept.safeParse(run.cursor).data;
  const first = firstDay(kept, options.from, today);
  const total = Math.max(1, daysBetween(first, today) + 1);
  const wanted = new Set(options.subjects.map((subject) => categoryOf(server, subject)));
  let cursor = run.cursor;
  for (let day = first, done = 1; day <= today; day = addDays(day, 1), done++) {
    for (let offset = 0; ;) {
      if (signal.aborted) return;
      const page = await askForDay(http, options.baseUrl, { server, day, offset });
      const items = page.rows.map((row, index) =>
        readPreprint(server, `${day} item ${offset + index + 1}`, row),
      );
      offset += page.rows.length;
      const isLast =
        page.rows.length === 0 || offset >= mostRows || (page.total !== null && offset >= page.total);
      if (isLast) cursor = { day, from: options.from ?? null };
      yield {
        items: items.filter((item) => isWanted(item, wanted)),
        cursor,
        progress: { done: isLast ? done : done - 1, total, unit: 'days' },
      };
      if (isLast) break;
    }
  }
}

function firstDay(kept: z.infer<typeof Kept> | undefined, wish: string | undefined, today: string): string {
  if (kept === undefined) return wish ?? addDays(today, -3);
  const again = addDays(kept.day, -1);
  return wish !== undefined && wish !== kept.from && wish < again ? wish : again;
}

function isWanted(item: ReadItem, wanted: ReadonlySet<string>): boolean {
  return !item.ok || wanted.size === 0 || (item.record.categories ?? []).some((name) => wanted.has(name));
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
