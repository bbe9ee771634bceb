import { addDays, isDay, newYorkClock, newYorkInstant } from '@broadsheet/papers';
import { z } from 'zod';
import type { OaiPage } from './oai-page.ts';
import { lastPublishedDay, oaiPublishes } from './published-by.ts';

const Day = z.string().refine(isDay);
const Span = z.object({ from: Day, to: Day });
/** Days, both included. */
export type Span = z.infer<typeof Span>;

/** A harvest in hand: all records of a set that were changed between two days (UTC), oldest first, page by page. */
const Harvest = z.object({
  first: Day,
  /** null: to the end. */
  until: Day.nullable(),
  /** Newest datestamp on its pages so far. */
  last: Day.nullable(),
  /** The day from which the pages in hand were asked for: `first`, or where the harvest was taken up again. */
  from: Day,
  /** When the first of these pages was asked for. */
  began: z.iso.datetime().nullable(),
  /** Asks for the next of them; null where they have to be asked for by `from`. */
  token: z.string().nullable(),
  /** The token is not used from then on. */
  tokenEnds: z.iso.datetime().nullable(),
});
export type Harvest = z.infer<typeof Harvest>;

/** What is known of one OAI set between pages and between runs. Plain JSON. */
export const SetState = z.object({
  /** Everything that was changed on or after this day was harvested once; null before that. */
  start: Day.nullable(),
  /** Newest datestamp ever seen: the next harvest begins a day before it. */
  last: Day.nullable(),
  /** The announcement days (New York) of which every paper of the set is held. */
  held: Span.nullable(),
  /** The last limited harvest (`from`, `until`) that came to its end: it is not done twice. */
  done: z.object({ from: Day, until: Day }).nullable(),
  harvest: Harvest.nullable(),
});
export type SetState = z.infer<typeof SetState>;

/** What the operator wants harvested. */
export interface Wish {
  from: string | null;
  /** null: to the end, again and again. */
  until: string | null;
}

/** `from` before this day is an error to arXiv: no record has an older datestamp, and about 90,000 have this one. */
const earliestDatestamp = '2005-09-16';
/** Records that changed while they were paged through may be missed: each harvest goes this far back behind the last. */
const overlapDays = 1;
/** How far the very first harvest goes back where the operator names no day. */
const firstDays = 7;

export const untouchedSet: SetState = { start: null, last: null, held: null, done: null, harvest: null };

/** The state with the harvest that is to be done at `now`; its `harvest` is null where there is none. Pure. */
export function takeUp(state: SetState, wish: Wish, now: Date): SetState {
  const today = utcDay(now);
  const from = wish.from === null ? null : latest(wish.from, earliestDatestamp);
  const until = wish.until !== null && wish.until < today ? wish.until : null;
  const { harvest } = state;
  const reachesBack = from !== null && (state.start === null || from < state.start);
  if (harvest !== null && harvest.until === until && !(reachesBack && from < harvest.first)) return state;
  if (until !== null && state.done?.until === until && (from === null || state.done.from <= from)) {
    return { ...state, harvest: null };
  }
  const goingOn = state.last === null ? state.start : back(state.last);
  const wished = until !== null ? (from ?? goingOn) : reachesBack ? from : goingOn;
  const first = wished ?? addDays(today, -firstDays);
  if (until !== null && first > until) return { ...state, harvest: null };
  return {
    ...state,
    harvest: { first, until, last: null, from: first, began: null, token: null, tokenEnds: null },
  };
}

/**
 * The harvest as its next page is asked for at `now`. Where it has no token, or one that has run out, it is taken up
 * again a day before the last datestamp seen. Pure.
 */
export function beforePage(harvest: Harvest, now: Date): Harvest {
  if (harvest.token !== null && harvest.tokenEnds !== null && now < new Date(harvest.tokenEnds)) {
    return harvest;
  }
  return { ...restarted(harvest), began: now.toISOString() };
}

/** The harvest without its token. Pure. */
export function restarted(harvest: Harvest): Harvest {
  const from = harvest.last === null ? harvest.first : latest(back(harvest.last), harvest.first);
  return { ...harvest, from, began: null, token: null, tokenEnds: null };
}

/** The state once a page that was asked for at `asked` is taken in. Pure. @throws RangeError without a harvest. */
export function afterPage(state: SetState, page: Pick<OaiPage, 'newest' | 'token'>, asked: Date): SetState {
  if (state.harvest === null) throw new RangeError('A page needs a harvest.');
  const harvest = { ...state.harvest, last: latest(state.harvest.last, page.newest) };
  if (page.token !== null) {
    const tokenEnds = endOfToken(asked).toISOString();
    return { ...state, harvest: { ...harvest, token: page.token, tokenEnds } };
  }
  const { first, until } = harvest;
  const toTheEnd = until === null;
  const contiguous = toTheEnd || (state.start !== null && until >= addDays(state.start, -1));
  return {
    start: contiguous ? earliest(state.start, first) : state.start,
    last: latest(state.last, harvest.last),
    held: toTheEnd ? extended(state.held, heldAfter(harvest)) : state.held,
    done: toTheEnd ? state.done : { from: first, until },
    harvest: null,
  };
}

/** How far a harvest is, in days of datestamps. */
export function daysOf(harvest: Harvest, now: Date): { done: number; total: number } {
  const end = harvest.until ?? utcDay(now);
  const total = Math.max(1, daysBetween(harvest.first, end) + 1);
  const done = harvest.last === null ? 0 : Math.min(total, daysBetween(harvest.first, harvest.last) + 1);
  return { done, total };
}

/**
 * arXiv's tokens hold until 00:00 UTC. They count rows of a changing table, and the evening's publication moves rows by
 * the thousand: so one from before it is not used behind it either.
 */
function endOfToken(asked: Date): Date {
  const midnight = new Date(`${addDays(utcDay(asked), 1)}T00:00:00Z`);
  const { day, minutes } = newYorkClock(asked);
  const evening = newYorkInstant(minutes < oaiPublishes ? day : addDays(day, 1), 22, 30);
  return evening < midnight ? evening : midnight;
}

/**
 * The announcement days that are surely held after a harvest to the end. Of the last evening only where the harvest met
 * records from behind it, or was asked the morning after: sometimes arXiv publishes late.
 */
function heldAfter({ first, last, began }: Harvest): Span | null {
  if (began === null) return null;
  const at = new Date(began);
  const published = lastPublishedDay(at);
  const morningAfter = newYorkInstant(addDays(published, 1), 6, 0);
  const sure = at >= morningAfter || (last !== null && last > published);
  const to = sure ? published : addDays(published, -1);
  return to < first ? null : { from: first, to };
}

function extended(held: Span | null, more: Span | null): Span | null {
  if (held === null || more === null) return more ?? held;
  const touching = more.from <= addDays(held.to, 1) && held.from <= addDays(more.to, 1);
  return touching
    ? {
        from: held.from < more.from ? held.from : more.from,
        to: held.to > more.to ? held.to : more.to,
      }
    : more;
}

function utcDay(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

function back(day: string): string {
  return latest(addDays(day, -overlapDays), earliestDatestamp);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

function latest(a: string, b: string): string;
function latest(a: string | null, b: string | null): string | null;
function latest(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b > a) ? b : a;
}

function earliest(a: string | null, b: string): string {
  return a === null || b < a ? b : a;
}
