import { addDays, isDay, newYorkClock, type ReadItem } from '@broadsheet/papers';
import { z } from 'zod';
import { askForList } from '../hugging-face/ask-list.ts';
import { dailyFeedDay, firstFeedDay } from '../hugging-face/feed-day.ts';
import { readLinked } from '../hugging-face/linked-repositories.ts';
import { nameOf, readListed } from '../hugging-face/listed-paper.ts';
import { defineSource, type Cursor, type Run, type Step } from '../source.ts';

const Options = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://huggingface.co'),
  /** Lists before today's that are asked for again, since votes and comments come in for days. */
  daysBack: z.number().int().min(0).max(14).default(3),
  /** Whether the models, datasets and Spaces of these papers are asked for: a request a paper and day. */
  links: z.boolean().default(true),
});
type Options = z.infer<typeof Options>;

const day = z.string().refine(isDay);

const Kept = z.object({
  /** The last list that was read. */
  day: day.nullable(),
  /** Papers of these lists → the date in New York on which their links were asked for. */
  linked: z.record(z.string(), day),
});
type Kept = z.infer<typeof Kept>;

/** No day has had more than a few hundred papers. */
const mostPages = 20;

/** Papers whose links are taken in together. */
const linksInStep = 20;

/**
 * Hugging Face's Daily Papers: what people there submit, with votes and comments (a snapshot a day), code, project page,
 * a sentence and keywords made by machine; and what was built on it. There is no feed of it.
 * Source: https://huggingface.co/docs/hub/api#get-apidailypapers
 */
export const huggingFace = defineSource<Options>({
  name: 'hugging-face',
  title: 'Hugging Face Daily Papers',
  about: 'The daily list with its votes and comments, code, project pages, models, datasets and demos.',
  licence:
    'Titles and abstracts are arXiv’s (CC0-1.0). For the rest: https://huggingface.co/terms-of-service',
  etiquette: {
    scope: 'hugging-face',
    // A run is a hundred requests or two at most, so there is no need to use more than three fifths of what is allowed.
    interval: 1000,
    perDay: null,
    rule: 'Without an account 500 requests to the API in five minutes, for everybody at one address together.',
    terms: 'https://huggingface.co/docs/hub/rate-limits',
  },
  options: Options,
  nextRun,
  gather,
});

/**
 * Every hour, at 40 minutes past: voters sit in all time zones, an hour is fine enough for velocity and costs a handful of
 * requests, and ten minutes after the list turns (21:30 in New York) the first papers of the next one are there.
 */
function nextRun(after: Date): Date {
  const next = new Date(after);
  next.setUTCMinutes(40, 0, 0);
  if (next <= after) next.setUTCHours(next.getUTCHours() + 1);
  return next;
}

async function* gather(run: Run<Options>): AsyncGenerator<Step> {
  const { options, http, signal } = run;
  const today = dailyFeedDay(run.now());
  const usual = addDays(today, -options.daysBack);
  let kept = Kept.safeParse(run.cursor).data ?? { day: null, linked: {} };
  // Days that were missed are caught up; the last one that was read went on growing then.
  const from = latest(firstFeedDay, earliest(usual, kept.day ?? usual));
  /** Papers of the usual lists, the newest list last. */
  const recent = new Set<string>();
  const total = daysBetween(from, today);
  for (let listed = from, done = 1; listed <= today; listed = addDays(listed, 1), done++) {
    if (signal.aborted) return;
    const { items, names } = await readDay(run, listed);
    if (listed >= usual) for (const name of names) recent.add(name);
    kept = { ...kept, day: listed };
    yield { items, cursor: toCursor(kept), progress: { done, total, unit: 'days' } };
  }
  if (!options.links) return;
  const asked = newYorkClock(run.now()).day;
  const known = Object.entries(kept.linked).filter(([name]) => recent.has(name));
  kept = { ...kept, linked: Object.fromEntries(known) };
  const due = [...recent].filter((name) => kept.linked[name] !== asked).reverse();
  let items: ReadItem[] = [];
  for (const [index, name] of due.entries()) {
    if (signal.aborted) break;
    kept = { ...kept, linked: { ...kept.linked, [name]: asked } };
    const url = `${options.baseUrl.replace(/\/$/, '')}/api/papers/${name}`;
    try {
      const answer = await http.request(url, { expect: 'json', statuses: [404] });
      const item = answer.status === 404 ? null : readLinked(name, await answer.json());
      if (item !== null) items.push(item);
    } catch (error) {
      // Tomorrow this one again; the next run goes on behind it.
      yield { items, cursor: toCursor(kept) };
      throw error;
    }
    if ((index + 1) % linksInStep !== 0 && index + 1 < due.length) continue;
    yield {
      items,
      cursor: toCursor(kept),
      progress: { done: index + 1, total: due.length, unit: 'papers' },
    };
    items = [];
  }
  if (items.length > 0) yield { items, cursor: toCursor(kept) };
}

/** All pages of a day's list. It is ordered by votes, so papers may change pages while it is read. */
async function readDay(
  { http, options, now }: Run<Options>,
  listed: string,
): Promise<{ items: ReadItem[]; names: Set<string> }> {
  const items: ReadItem[] = [];
  const names = new Set<string>();
  let read = 0;
  for (let page = 0; page < mostPages; page++) {
    const { items: found, hasNext } = await askForList(http, options.baseUrl, listed, page);
    const asked = newYorkClock(now()).day;
    let isNew = false;
    for (const item of found) {
      read++;
      const name = nameOf(item);
      if (name !== null) {
        if (names.has(name)) continue;
        names.add(name);
        isNew = true;
      }
      items.push(readListed(`${listed} item ${read}`, item, listed, asked));
    }
    if (!hasNext || !isNew) break;
  }
  return { items, names };
}

function toCursor({ day, linked }: Kept): Cursor {
  return { day, linked };
}

function earliest(a: string, b: string): string {
  return a < b ? a : b;
}

function latest(a: string, b: string): string {
  return a > b ? a : b;
}

function daysBetween(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1);
}
