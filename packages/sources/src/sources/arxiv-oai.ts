import { addDays, isAnnouncementDay, isDay, newYorkClock, newYorkInstant, weekday } from '@broadsheet/papers';
import { z } from 'zod';
import { askAndRead } from '../arxiv/ask-and-read.ts';
import { arxivEtiquette, arxivLicence } from '../arxiv/etiquette.ts';
import { readOaiPage, type OaiPage } from '../arxiv/oai-page.ts';
import {
  afterPage,
  beforePage,
  daysOf,
  restarted,
  SetState,
  takeUp,
  untouchedSet,
  type Harvest,
  type Span,
} from '../arxiv/oai-set.ts';
import type { HttpClient } from '../http/http-client.ts';
import { SourceError } from '../http/source-error.ts';
import { defineSource, type Cursor, type Run, type Step } from '../source.ts';

const day = z.string().refine(isDay, 'must be a day, YYYY-MM-DD');

const Options = z
  .strictObject({
    baseUrl: z.url({ protocol: /^https?$/ }).default('https://oaipmh.arxiv.org/oai'),
    /** Sets as arXiv names them: `cs`, `cs:cs:LG`, `physics:hep-th`. None: everything. */
    sets: z
      .array(z.string().regex(/^[a-z-]+(:[a-z-]+(:[A-Za-z-]+)?)?$/, 'must be a set such as cs or cs:cs:LG'))
      .default(['cs', 'eess', 'stat']),
    /** Take in what was changed from this day on (UTC), once. Without it the first run goes back a week. */
    from: day.optional(),
    /** Only what was changed until this day (UTC). Without it the newest is taken in, run by run. */
    until: day.optional(),
  })
  .refine(
    ({ from, until }) => from === undefined || until === undefined || from <= until,
    '`from` must not be later than `until`',
  );
type Options = z.infer<typeof Options>;

const Kept = z.object({
  sets: z.record(z.string(), SetState),
  /** The announcement days that were told to be complete. */
  told: z.object({ from: day, to: day }).nullable(),
});
type Kept = z.infer<typeof Kept>;

/** Stands for a harvest without a set. */
const everything = '*';

/**
 * arXiv's records by OAI-PMH in the form arXivRaw, which knows every version with its date. The daily flow and the
 * backfill are the same: what was changed since a day, oldest first, a page of 2,500 records at a time.
 * Sources: https://info.arxiv.org/help/oa/index.html, https://www.openarchives.org/OAI/openarchivesprotocol.html
 */
export const arxivOai = defineSource<Options>({
  name: 'arxiv-oai',
  title: 'arXiv (OAI-PMH)',
  about:
    'Every paper of the chosen arXiv sets with all its versions: each evening’s changes, and years back.',
  licence: arxivLicence,
  etiquette: arxivEtiquette,
  options: Options,
  nextRun,
  gather,
});

/** After the publication at about 22:30 in New York, Sunday to Thursday, and once more in the morning for what was late. */
function nextRun(after: Date): Date {
  let { day } = newYorkClock(after);
  for (; ; day = addDays(day, 1)) {
    const runs = [
      ...(weekday(addDays(day, -1)) <= 4 ? [newYorkInstant(day, 6, 35)] : []),
      ...(weekday(day) <= 4 ? [newYorkInstant(day, 22, 35)] : []),
    ];
    const next = runs.find((run) => run > after);
    if (next !== undefined) return next;
  }
}

async function* gather(run: Run<Options>): AsyncGenerator<Step> {
  const { options, http, signal } = run;
  const sets = options.sets.length === 0 ? [everything] : [...new Set(options.sets)];
  let kept = takeUpAll(run.cursor, sets, options, run.now());
  const begun = kept.sets;
  for (const set of sets) {
    /** Where the harvest was taken up because a token was refused: refused there again, it would go round in circles. */
    let refusedAt: string | null = null;
    for (let state = kept.sets[set]; state?.harvest; state = kept.sets[set]) {
      if (signal.aborted) return;
      const asked = run.now();
      const harvest = beforePage(state.harvest, asked);
      const page = await ask(http, options.baseUrl, set, harvest);
      if (page.error?.code === 'badResumptionToken' && harvest.token !== null) {
        const again = restarted(harvest);
        if (refusedAt === again.from) throw failure(page.error, set);
        refusedAt = again.from;
        kept = withSet(kept, set, { ...state, harvest: again });
        continue;
      }
      if (page.error !== null && page.error.code !== 'noRecordsMatch') throw failure(page.error, set);
      if (page.token !== null && page.token === harvest.token) {
        throw failure({ code: 'badResumptionToken', message: 'The next page is the page itself.' }, set);
      }
      kept = withSet(kept, set, afterPage({ ...state, harvest }, page, asked));
      const completeDays = daysHeld(kept, sets);
      kept = { ...kept, told: heldByAll(kept, sets) };
      yield {
        items: page.items,
        cursor: toCursor(kept),
        progress: progressOf(begun, kept, sets, run.now()),
        ...(completeDays.length === 0 ? {} : { completeDays }),
      };
    }
  }
}

function takeUpAll(cursor: Cursor, sets: readonly string[], options: Options, now: Date): Kept {
  const known = Kept.safeParse(cursor).data ?? { sets: {}, told: null };
  const wish = { from: options.from ?? null, until: options.until ?? null };
  return sets.reduce(
    (kept, set) => withSet(kept, set, takeUp(kept.sets[set] ?? untouchedSet, wish, now)),
    known,
  );
}

async function ask(
  http: HttpClient,
  baseUrl: string,
  set: string,
  { token, from, until }: Harvest,
): Promise<OaiPage> {
  const url = new URL(baseUrl);
  const fields =
    token !== null
      ? { resumptionToken: token }
      : {
          metadataPrefix: 'arXivRaw',
          from,
          ...(until === null ? {} : { until }),
          ...(set === everything ? {} : { set }),
        };
  url.search = new URLSearchParams({ verb: 'ListRecords', ...fields }).toString();
  return askAndRead(http, url, { expect: 'xml' }, readOaiPage);
}

function failure({ code, message }: { code: string; message: string }, set: string): SourceError {
  const where = set === everything ? '' : ` for the set ${set}`;
  return new SourceError(
    'content',
    `arXiv’s OAI-PMH service answered ${code}${where}: ${message}`,
    code === 'badArgument'
      ? 'Check `sets`, `from` and `until`. Sets are listed at https://oaipmh.arxiv.org/oai?verb=ListSets.'
      : 'The next run goes on from the last page. If it stays, look at https://info.arxiv.org/help/oa.',
  );
}

function withSet(kept: Kept, set: string, state: SetState): Kept {
  return { ...kept, sets: { ...kept.sets, [set]: state } };
}

function toCursor(kept: Kept): Cursor {
  return { sets: kept.sets, told: kept.told };
}

/** Days of datestamps, over all sets: the only measure there is, as arXiv does not say how many records there are. */
function progressOf(
  begun: Kept['sets'],
  kept: Kept,
  sets: readonly string[],
  now: Date,
): { done: number; total: number; unit: 'days' } {
  const progress = { done: 0, total: 0, unit: 'days' as const };
  for (const set of sets) {
    const harvest = begun[set]?.harvest;
    if (!harvest) continue;
    const inHand = kept.sets[set]?.harvest;
    const { done, total } = daysOf(inHand ?? harvest, now);
    progress.total += total;
    progress.done += inHand ? done : total;
  }
  return progress;
}

/** The days of which every set is held. */
function heldByAll(kept: Kept, sets: readonly string[]): Span | null {
  const spans = sets.map((set) => kept.sets[set]?.held ?? null);
  return spans.reduce((all, span) => {
    if (all === null || span === null) return null;
    const from = all.from > span.from ? all.from : span.from;
    const to = all.to < span.to ? all.to : span.to;
    return from > to ? null : { from, to };
  });
}

/** The announcement days that all sets hold now, and that were not told yet. */
function daysHeld(kept: Kept, sets: readonly string[]): string[] {
  const held = heldByAll(kept, sets);
  if (held === null) return [];
  const days: string[] = [];
  for (let day = held.from; day <= held.to; day = addDays(day, 1)) {
    const isTold = kept.told !== null && day >= kept.told.from && day <= kept.told.to;
    if (!isTold && isAnnouncementDay(day)) days.push(day);
  }
  return days;
}
