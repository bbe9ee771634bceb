import { fields, refused, type ReadItem } from '@broadsheet/papers';
import { z } from 'zod';
import { nextDailyRun } from '../every-day.ts';
import { SourceError } from '../http/source-error.ts';
import { isPublic, publicText } from '../openreview/public-value.ts';
import { isDeleted } from '../openreview/reviews.ts';
import { openSession, type Session } from '../openreview/session.ts';
import { readSubmission } from '../openreview/submission.ts';
import { defineSource, type Cursor, type Run, type Step } from '../source.ts';

const Options = z
  .strictObject({
    baseUrl: z.url({ protocol: /^https?$/ }).default('https://api2.openreview.net'),
    /** Venue ids: `ICLR.cc/2026/Conference` is what was accepted there, `…/Rejected_Submission` what was not. */
    venues: z
      .array(
        z.string().regex(/^[\w.-]{1,100}(\/[\w.-]{1,100}){0,9}$/, 'must be like ICLR.cc/2026/Conference'),
      )
      .default([]),
    /** An account at OpenReview, which answers nobody else. */
    username: z.string().min(1).max(200).optional(),
    password: z.string().min(1).max(500).optional(),
  })
  .refine(
    ({ username, password }) => (username === undefined) === (password === undefined),
    '`username` and `password` go together',
  );
type Options = z.infer<typeof Options>;

const instant = z.iso.datetime();

const VenueState = z.object({
  /** When the last complete reading of the venue began; null before the first. */
  swept: instant.nullable(),
  /** Changes since then are not known yet. */
  since: instant.nullable(),
  /** A complete reading that was left in the middle. */
  sweep: z.object({ begun: instant, offset: z.number().int().nonnegative() }).nullable(),
});
type VenueState = z.infer<typeof VenueState>;

const Kept = z.object({ venues: z.record(z.string(), VenueState) });

/**
 * 1,000 would be allowed, but not with their reviews: a page of ICLR would be 50 MB. A hundred are 5 MB, and its five
 * thousand papers are a tenth of an hour's requests.
 */
const pageSize = 100;

/**
 * Days after which a venue is read completely again. In between its changed submissions are enough: decisions and camera
 * copies change them. A review does not change the submission that it is about.
 */
const sweepDays = 14;

/** Changes are asked for from this long before the last look on, in milliseconds: clocks differ. */
const overlap = 3_600_000;

/**
 * Papers of conferences that review in the open, with decisions and what the reviews came to.
 * Source: https://docs.openreview.net/reference/api-v2
 */
export const openreview = defineSource<Options>({
  name: 'openreview',
  title: 'OpenReview',
  about: 'Papers of the chosen venues with their decisions and the sums of their public reviews.',
  licence: 'As each submission says, mostly CC-BY-4.0: https://openreview.net/legal/terms',
  etiquette: {
    scope: 'openreview',
    // 450 an hour.
    interval: 8000,
    perDay: null,
    rule: '500 requests for notes an hour and account (its header RateLimit-Policy).',
    terms: 'https://openreview.net/legal/terms',
  },
  options: Options,
  // Venues decide once a year. At night in America, where most of its load comes from.
  nextRun: (after) => nextDailyRun(after, 8, 5),
  gather,
});

async function* gather(run: Run<Options>): AsyncGenerator<Step> {
  const session = openSession(run.http, run.options);
  const venues = [...new Set(run.options.venues)];
  const known = Kept.safeParse(run.cursor).data?.venues ?? {};
  const kept = new Map(
    venues.map((venue) => [venue, known[venue] ?? { swept: null, since: null, sweep: null }]),
  );
  for (const [venue, state] of kept) {
    const now = run.now();
    const isDue = state.swept === null || now.getTime() - Date.parse(state.swept) > sweepDays * 86_400_000;
    const steps = state.sweep !== null || isDue ? sweep : readChanges;
    for await (const { items, next, progress } of steps(session, venue, state, now)) {
      kept.set(venue, next);
      yield { items, cursor: toCursor(kept), ...(progress === undefined ? {} : { progress }) };
      if (run.signal.aborted) return;
    }
  }
}

interface Part {
  items: ReadItem[];
  next: VenueState;
  progress?: NonNullable<Step['progress']>;
}

/** Everything of the venue, by number: that order stands still while it is read. */
async function* sweep(session: Session, venue: string, state: VenueState, now: Date): AsyncGenerator<Part> {
  const begun = state.sweep?.begun ?? now.toISOString();
  const seen = new Set<string>();
  for (let offset = state.sweep?.offset ?? 0; ; offset += pageSize) {
    const { notes, count } = await ask(session, venue, offset, 'number:asc');
    checkIsNew(notes, seen, venue);
    const isLast = notes.length < pageSize;
    yield {
      items: readPage(notes, venue, offset),
      next: isLast
        ? { swept: begun, since: begun, sweep: null }
        : { ...state, sweep: { begun, offset: offset + pageSize } },
      progress: { done: offset + notes.length, total: count, unit: 'records' },
    };
    if (isLast) return;
  }
}

/** What was changed since the last look, newest first. */
async function* readChanges(
  session: Session,
  venue: string,
  state: VenueState,
  now: Date,
): AsyncGenerator<Part> {
  const since = Date.parse(state.since ?? state.swept ?? '') - overlap;
  const seen = new Set<string>();
  for (let offset = 0; ; offset += pageSize) {
    const { notes } = await ask(session, venue, offset, 'tmdate:desc');
    checkIsNew(notes, seen, venue);
    const fresh = notes.filter((note) => !(changeOf(note) < since));
    const isLast = notes.length < pageSize || fresh.length < notes.length;
    yield {
      items: readPage(fresh, venue, offset),
      next: isLast ? { ...state, since: now.toISOString() } : state,
    };
    if (isLast) return;
  }
}

async function ask(session: Session, venue: string, offset: number, sort: string) {
  return session.notes({
    'content.venueid': venue,
    details: 'directReplies',
    limit: String(pageSize),
    // `count` comes only with an offset.
    offset: String(offset),
    sort,
  });
}

/** Public submissions of exactly this venue. What is not for everybody is passed over in silence: it must not be quoted. */
function readPage(notes: readonly unknown[], venue: string, offset: number): ReadItem[] {
  return notes.flatMap((note, index) => {
    const position = `${venue} note ${offset + index + 1}`;
    if (!fields.isRow(note)) {
      return [
        refused('openreview', position, null, 'The note must be an object.', JSON.stringify(note) ?? ''),
      ];
    }
    const isOurs = isPublic(note) && !isDeleted(note) && publicText(note, 'venueid') === venue;
    return isOurs ? [readSubmission(position, note)] : [];
  });
}

function checkIsNew(notes: readonly unknown[], seen: Set<string>, venue: string): void {
  const before = seen.size;
  for (const note of notes) seen.add(fields.isRow(note) ? fields.text(note, 'id') : '');
  if (notes.length < pageSize || seen.size > before) return;
  throw new SourceError(
    'content',
    `OpenReview gives the same page of ${venue} again and again.`,
    'The service may have changed how pages are asked for: please report it.',
  );
}

/** When a note was changed last; now where it does not say. */
function changeOf(note: unknown): number {
  const changed = fields.isRow(note) ? note['tmdate'] : null;
  return typeof changed === 'number' ? changed : Infinity;
}

function toCursor(kept: ReadonlyMap<string, VenueState>): Cursor {
  return { venues: Object.fromEntries(kept) };
}
