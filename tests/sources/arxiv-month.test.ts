import {
  addDays,
  announcementDay,
  ingest,
  newYorkClock,
  newYorkInstant,
  type Store,
} from '@broadsheet/papers';
import { arxivFeed, arxivOai, type Cursor, type Source, type Step } from '@broadsheet/sources';
import { expect, it } from 'vitest';
import { stateOf, type PaperHistory } from '../replay/arxiv-history.ts';
import { openArxiv } from '../replay/arxiv.ts';
import { politeness } from '../replay/politeness.ts';
import { randomPapers } from '../replay/random-papers.ts';
import { startReplay } from '../replay/replay-server.ts';
import { seededRandom } from '../replay/seeded-random.ts';
import { virtualClock, type VirtualClock } from '../replay/virtual-clock.ts';
import { openPoliteStore } from './polite-store.ts';
import { runSource } from './run-source.ts';

/** Weeks of arXiv, lived through on the program's own schedule. */
interface Weeks {
  seed: number;
  /** When the program is started for the first time, and when it is looked at. */
  from: string;
  to: string;
  /** These come in over the weeks and the ten days before. */
  papers: number;
}

const categories = ['cs.LG', 'cs.CV', 'stat.ML', 'math.OC'];
/** What the operator wants: math.OC comes only by its cross-lists. */
const sets = ['cs', 'stat'];
const isWanted = (category: string) => /^(cs|stat)\./.test(category);

it.each<[string, Weeks]>([
  [
    'five weeks with the end of daylight saving and Thanksgiving',
    { seed: 11, from: '2026-10-27T12:00:00Z', to: '2026-11-30T12:00:00Z', papers: 450 },
  ],
  [
    'two weeks with the beginning of daylight saving',
    { seed: 12, from: '2026-03-03T12:00:00Z', to: '2026-03-17T16:00:00Z', papers: 120 },
  ],
])('%s: every paper once, on its day', { timeout: 240_000 }, async (_, weeks) => {
  const papers = randomPapers({
    seed: weeks.seed,
    from: `${backfillFrom(weeks)}T18:00:00Z`,
    to: weeks.to,
    count: weeks.papers,
    categories,
  });
  const clock = virtualClock(weeks.from);
  const store = await openPoliteStore();
  const replay = await startReplay({ clock });
  const arxiv = openArxiv(replay, papers, { pageSize: 10, madeAt: lateNowAndThen(weeks.seed) });
  try {
    replay.faults.atRandom({ seed: weeks.seed, rate: 0.06 });
    const told = await livethrough({ weeks, clock, store, papers, arxiv });
    replay.faults.calm();
    await check(store, papers, clock.now());

    // What was called complete was complete then, and nearly every day was: what a night off missed came the next.
    const days = announcementDaysBetween(weeks.from, weeks.to, papers);
    expect([...told].filter((day) => days.has(day)).length).toBeGreaterThan(days.size - 3);
    expect(politeness(replay.log, 'arxiv')).toMatchObject({ together: 1 });
    expect(politeness(replay.log, 'arxiv').closest).toBeGreaterThanOrEqual(3000);
    expect(replay.log.some(({ status }) => status === 429)).toBe(true);
  } finally {
    await replay.close();
    await store.close();
  }
});

function backfillFrom({ from }: Weeks): string {
  return addDays(from.slice(0, 10), -10);
}

interface Life {
  weeks: Weeks;
  clock: VirtualClock;
  store: Store;
  papers: readonly PaperHistory[];
  arxiv: { oai: string; feed: string };
}

/**
 * Runs both sources whenever they want to, but for one night in six when the program is off, and kills the backfill and
 * every seventh run in a step, which is then lost. What was killed is taken up later, some when its tokens have run out.
 * @returns The days that OAI-PMH called complete.
 */
async function livethrough({ weeks, clock, store, papers, arxiv }: Life): Promise<Set<string>> {
  const random = seededRandom(weeks.seed + 1);
  const end = new Date(weeks.to);
  const told = new Set<string>();
  const runners = [
    {
      source: arxivOai as Source,
      options: { baseUrl: arxiv.oai, sets, from: backfillFrom(weeks) },
      cursor: null as Cursor,
      due: clock.now(),
    },
    {
      source: arxivFeed as Source,
      options: { baseUrl: arxiv.feed, categories: categories.filter(isWanted) },
      cursor: null as Cursor,
      due: clock.now(),
    },
  ];
  for (;;) {
    const [runner] = runners.sort((a, b) => a.due.getTime() - b.due.getTime());
    if (runner === undefined || runner.due > end) break;
    clock.moveTo(runner.due);
    const { source } = runner;
    runner.due = source.nextRun(clock.now(), source.options.parse(runner.options));
    if (isOff(clock.now(), weeks.seed)) continue;
    // The backfill is killed after two pages, and taken up when its token has run out.
    const isBackfill = source === arxivOai && runner.cursor === null;
    let left = isBackfill ? 2 : random() < 1 / 7 ? Math.floor(random() * 4) : Infinity;
    const { steps, cursor, error } = await runSource(source, {
      store,
      clock,
      options: runner.options,
      cursor: runner.cursor,
      take: async () => {
        if (left-- <= 0) throw new Killed();
      },
    });
    await takeIn(store, source.name, steps, clock.now());
    runner.cursor = cursor;
    if (source === arxivOai) {
      for (const day of steps.flatMap(({ completeDays }) => completeDays ?? [])) {
        told.add(day);
        await expectComplete(store, papers, day);
      }
    }
    // A killed program is started again within the half hour, now and then after four.
    if (error instanceof Killed) {
      const hours = isBackfill ? 13 : random() < 0.3 ? 4 : random() / 2;
      runner.due = new Date(Math.min(runner.due.getTime(), clock.now().getTime() + hours * 3_600_000));
    }
  }
  clock.moveTo(end);
  return told;
}

class Killed extends Error {}

/** Whether the program is off: one day in six, from noon to noon in New York. */
function isOff(now: Date, seed: number): boolean {
  const { day, minutes } = newYorkClock(now);
  const evening = minutes >= 12 * 60 ? day : addDays(day, -1);
  const ofMonth = Number(evening.slice(8));
  return (ofMonth + seed) % 6 === 0 && ofMonth < 29;
}

/** Feeds of every fifth day are three hours late. */
function lateNowAndThen(seed: number): (day: string) => Date {
  return (day) => newYorkInstant(day, (Number(day.slice(8)) + seed) % 5 === 0 ? 3 : 0, 0);
}

/** In one go, since every ingest has its fixed costs: what stands has its cursor kept and its records taken in. */
async function takeIn(store: Store, origin: string, steps: readonly Step[], now: Date): Promise<void> {
  const items = steps.flatMap((step) => step.items);
  if (items.length > 0) await ingest(store, items, { kind: 'gather', origin, now, more: true });
}

/** Everything that was announced on this day, in the wanted categories, is in the store. */
async function expectComplete(store: Store, papers: readonly PaperHistory[], day: string): Promise<void> {
  const announced = papers
    .filter(({ events: [v1], categories: own }) => v1 && announcementDay(v1.at) === day && own.some(isWanted))
    .map(({ id }) => id);
  const rows = await store.query<{ value: string }>(
    `select i.value from identities i join papers p on p.id = i.paper_id
      where i.scheme = 'arxiv' and i.value = any($1::text[]) and p.announced_on = $2::date`,
    [announced, day],
  );
  expect(rows.map(({ value }) => value).sort(), day).toEqual(announced.sort());
}

function announcementDaysBetween(from: string, to: string, papers: readonly PaperHistory[]): Set<string> {
  const days = papers.flatMap(({ events: [v1] }) => (v1 ? announcementDay(v1.at) : []));
  return new Set(days.filter((day) => day > from.slice(0, 10) && day < addDays(to.slice(0, 10), -1)));
}

async function check(store: Store, papers: readonly PaperHistory[], now: Date): Promise<void> {
  const rows = await store.query<{
    value: string;
    announced_on: string;
    categories: string[];
    versions: { number: number }[];
  }>(
    `select i.value, p.announced_on::text, p.categories, p.versions
       from papers p join identities i on i.paper_id = p.id and i.scheme = 'arxiv' order by i.value`,
  );
  const [{ count } = { count: 0 }] = await store.query<{ count: number }>(
    'select count(*)::int as count from papers',
  );
  // What was published since the last run of OAI-PMH is not looked at: the end lies at noon, runs at half past ten.
  const expected = papers
    .flatMap((paper) => stateOf(paper, now, 'oai') ?? [])
    .filter((state) => state.categories.some(isWanted))
    .map(({ history, versions, categories: own }) => ({
      value: history.id,
      announced_on: announcementDay(history.events[0]?.at ?? new Date(0)),
      categories: own,
      versions: versions.map(({ number }) => number),
    }));
  expect(rows.map((row) => ({ ...row, versions: row.versions.map(({ number }) => number) }))).toEqual(
    expected.sort((a, b) => (a.value < b.value ? -1 : 1)),
  );
  expect(count).toBe(expected.length);
}
