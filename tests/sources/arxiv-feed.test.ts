import { readFile } from 'node:fs/promises';
import { ingest, newYorkInstant, type Store } from '@broadsheet/papers';
import { arxivFeed, arxivOai, type Cursor } from '@broadsheet/sources';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openArxiv, type ReplayedArxiv } from '../replay/arxiv.ts';
import { numberPapers, type PaperEvent, type PaperHistory } from '../replay/arxiv-history.ts';
import { startReplay, type Replay } from '../replay/replay-server.ts';
import { virtualClock, type VirtualClock } from '../replay/virtual-clock.ts';
import { openPoliteStore } from './polite-store.ts';
import { keysIn, runSource, type RunSetting } from './run-source.ts';

let store: Store;
let clock: VirtualClock;
let replay: Replay;
let arxiv: ReplayedArxiv;
let papers: PaperHistory[];
/** When a day's feed is made, where it is late. */
let late: Map<string, Date>;

beforeAll(async () => {
  store = await openPoliteStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.query('delete from request_turns');
  // Wednesday, ten past midnight: what was announced on Tuesday evening.
  clock = virtualClock('2026-10-21T04:10:00Z');
  replay = await startReplay({ clock });
  papers = [];
  late = new Map();
  arxiv = openArxiv(replay, () => papers, { madeAt: (day) => late.get(day) ?? newYorkInstant(day, 0, 0) });
});
afterEach(() => replay.close());

type Unnumbered = Omit<PaperHistory, 'id'>;

function paper(at: string, categories: string[], ...later: PaperEvent[]): Unnumbered {
  return {
    title: `A paper of ${at}`,
    abstract: 'What we did.',
    authors: ['Ada Lovelace', 'Émilie du Châtelet'],
    categories,
    events: [{ kind: 'version', at: new Date(at) }, ...later],
  };
}

function version(at: string): PaperEvent {
  return { kind: 'version', at: new Date(at) };
}

function cross(at: string, category: string): PaperEvent {
  return { kind: 'cross', at: new Date(at), category };
}

function run(setting: Partial<RunSetting> & { cursor?: Cursor } = {}) {
  const { options, ...rest } = setting;
  return runSource(arxivFeed, {
    store,
    clock,
    options: { baseUrl: arxiv.feed, categories: ['cs.LG', 'cs.CV'], ...(options as object) },
    ...rest,
  });
}

const midnight = (day: string) => newYorkInstant(day, 0, 10);
const completeDays = (result: Awaited<ReturnType<typeof run>>) =>
  result.steps.flatMap((step) => step.completeDays ?? []);

describe('a day', () => {
  it('comes a request a category, each paper once, dated by its first version alone', async () => {
    papers = numberPapers([
      paper('2026-10-19T10:00:00Z', ['cs.LG'], version('2026-10-20T09:00:00Z')),
      paper('2026-10-20T10:00:00Z', ['cs.LG', 'cs.CV']),
      paper('2026-10-20T11:00:00Z', ['math.OC', 'cs.CV']),
      paper('2026-10-20T12:00:00Z', ['math.NT']),
    ]);
    const result = await run();
    expect(result.error).toBeNull();
    expect(keysIn(result.steps).sort()).toEqual(['2610.00001v2', '2610.00002v1', '2610.00003v1']);
    const records = result.steps.flatMap(({ items }) =>
      items.flatMap((item) => (item.ok ? item.record : [])),
    );
    expect(records.map(({ key, published }) => [key, published?.value]).sort()).toEqual([
      ['2610.00001', undefined],
      ['2610.00002', '2026-10-21'],
      ['2610.00003', '2026-10-21'],
    ]);
    expect(completeDays(result)).toEqual(['2026-10-20']);
    expect(replay.log.map(({ path }) => path)).toEqual(['/arxiv-feed/atom/cs.LG', '/arxiv-feed/atom/cs.CV']);
  });

  it('is asked for once: what is there is not asked for again', async () => {
    papers = numberPapers([paper('2026-10-20T10:00:00Z', ['cs.LG', 'cs.CV'])]);
    const { cursor } = await run();
    clock.moveTo(newYorkInstant('2026-10-21', 4, 10));
    expect((await run({ cursor })).steps).toEqual([]);
    expect(replay.log).toHaveLength(2);
  });

  it('that is late is asked for again, and costs arXiv little until then', async () => {
    papers = numberPapers([
      paper('2026-10-19T10:00:00Z', ['cs.LG', 'cs.CV']),
      paper('2026-10-20T10:00:00Z', ['cs.LG', 'cs.CV']),
    ]);
    late.set('2026-10-21', newYorkInstant('2026-10-21', 3, 0));
    const early = await run();
    expect(keysIn(early.steps)).toEqual(['2610.00001v1']);
    expect(completeDays(early)).toEqual([]);
    clock.moveTo(newYorkInstant('2026-10-21', 1, 0));
    const still = await run({ cursor: early.cursor });
    expect(still.steps).toEqual([]);
    expect(replay.log.slice(2).map(({ status }) => status)).toEqual([304, 304]);
    clock.moveTo(newYorkInstant('2026-10-21', 4, 10));
    const then = await run({ cursor: early.cursor });
    expect(keysIn(then.steps)).toEqual(['2610.00002v1']);
    expect(completeDays(then)).toEqual(['2026-10-20']);
  });

  it('is complete although a small category has nothing', async () => {
    papers = numberPapers([paper('2026-10-20T10:00:00Z', ['cs.LG'])]);
    expect(completeDays(await run())).toEqual(['2026-10-20']);
  });

  it.each([
    ['on a Saturday', '2026-10-24'],
    ['on a Sunday', '2026-10-25'],
    ['on the morning after Thanksgiving', '2026-11-27'],
  ])('%s is empty, and that is no news', async (_, day) => {
    papers = numberPapers([paper('2026-10-20T10:00:00Z', ['cs.LG'])]);
    clock.moveTo(midnight(day));
    const result = await run();
    expect(keysIn(result.steps)).toEqual([]);
    expect(completeDays(result)).toEqual([]);
    await run({ cursor: result.cursor });
    expect(replay.log).toHaveLength(2);
  });

  it('goes on with the second category after a kill', async () => {
    papers = numberPapers([
      paper('2026-10-20T10:00:00Z', ['cs.LG']),
      paper('2026-10-20T11:00:00Z', ['cs.CV']),
    ]);
    let steps = 0;
    const { cursor } = await run({
      take: async () => {
        if (++steps === 2) throw new Error('killed');
      },
    });
    const rest = await run({ cursor });
    expect(keysIn(rest.steps)).toEqual(['2610.00002v1']);
    expect(completeDays(rest)).toEqual(['2026-10-20']);
  });

  it('over the cap says so, and is not called complete', async () => {
    // Two thousand replacements and crosses crowd out the new ones.
    papers = numberPapers([
      ...Array.from({ length: 2000 }, (_, index) =>
        paper(
          new Date(Date.parse('2026-10-19T10:00:00Z') + index).toISOString(),
          ['cs.LG'],
          version('2026-10-20T10:00:00Z'),
        ),
      ),
      paper('2026-10-20T11:00:00Z', ['cs.LG']),
    ]);
    const result = await run({ options: { categories: ['cs.LG'] } });
    expect(keysIn(result.steps)).not.toContain('2610.02001v1');
    const [reject] = result.steps.flatMap(({ items }) =>
      items.flatMap((item) => (item.ok ? [] : item.reject)),
    );
    expect(reject).toMatchObject({ position: 'cs.LG 2026-10-21', reason: expect.stringContaining('2000') });
    expect(completeDays(result)).toEqual([]);
  });

  it('does without replacements from the sixth version on, as arXiv does', async () => {
    papers = numberPapers([
      paper(
        '2026-10-18T10:00:00Z',
        ['cs.LG'],
        ...Array.from({ length: 5 }, () => version('2026-10-20T10:00:00Z')),
      ),
    ]);
    expect(keysIn((await run()).steps)).toEqual([]);
  });
});

describe('a late cross-list', () => {
  const announcedLater = () =>
    numberPapers([
      paper('2026-10-19T10:00:00Z', ['cs.LG'], cross('2026-10-20T09:00:00Z', 'cs.CV')),
      paper('2026-10-19T11:00:00Z', ['cs.LG']),
      paper('2026-10-20T10:00:00Z', ['math.OC', 'cs.CV']),
    ]);

  it('is told from a new paper of another category by the ids that were new before', async () => {
    papers = announcedLater();
    clock = virtualClock('2026-10-20T04:10:00Z');
    await replay.close();
    replay = await startReplay({ clock });
    arxiv = openArxiv(replay, () => papers);
    const first = await run();
    clock.moveTo(midnight('2026-10-21'));
    const second = await run({ cursor: first.cursor });
    const records = second.steps.flatMap(({ items }) =>
      items.flatMap((item) => (item.ok ? item.record : [])),
    );
    expect(records).toMatchObject([{ key: '2610.00001 cross' }, { key: '2610.00003' }]);
    expect(records[0]).not.toHaveProperty('published');
    expect(records[1]?.published).toEqual({ value: '2026-10-21', precision: 'listed-day' });
  });

  it('of an earlier month is told by its id alone', async () => {
    papers = numberPapers([
      paper('2026-09-10T10:00:00Z', ['math.OC'], cross('2026-10-20T09:00:00Z', 'cs.CV')),
    ]);
    expect(keysIn((await run()).steps)).toEqual(['2609.00001 crossv1']);
  });
});

describe('when something is wrong', () => {
  it('tells a category that arXiv does not have, and reads the others', async () => {
    papers = numberPapers([paper('2026-10-20T10:00:00Z', ['cs.LG'])]);
    const { steps, error } = await run({ options: { categories: ['cs.XX', 'cs.LG'] } });
    expect(error).toBeNull();
    expect(steps[0]?.items).toMatchObject([{ ok: false, reject: { position: 'cs.XX' } }]);
    expect(keysIn(steps)).toEqual(['2610.00001v1']);
  });

  it('waits as long as it is told to, and reads through what may pass', async () => {
    papers = numberPapers([paper('2026-10-20T10:00:00Z', ['cs.LG'])]);
    replay.faults.plan({ service: 'arxiv-feed', fault: 'too-many', times: 2, retryAfter: 120 });
    for (const fault of ['html', 'broken', 'gzip', 'redirect', 'wrong-type', 'drip'] as const) {
      replay.faults.plan({ service: 'arxiv-feed', fault });
    }
    const started = clock.now();
    const { steps, error } = await run({
      options: { categories: ['cs.LG', 'cs.CV', 'cs.CL', 'cs.AI', 'cs.IR'] },
    });
    expect(error).toBeNull();
    expect(keysIn(steps)).toEqual(['2610.00001v1']);
    expect(clock.now().getTime() - started.getTime()).toBeGreaterThan(240_000);
  });

  it('does not take something else for an empty feed', async () => {
    const wrong = replay.service('wrong', () => ({ type: 'text/xml', body: '<rss><channel/></rss>' }));
    expect((await run({ options: { baseUrl: wrong } })).error).toMatchObject({ failure: 'content' });
  });
});

it('leaves it to OAI-PMH to say what is withdrawn', async () => {
  papers = numberPapers([
    paper('2026-10-19T10:00:00Z', ['cs.LG'], {
      kind: 'version',
      at: new Date('2026-10-20T10:00:00Z'),
      withdrawn: true,
    }),
  ]);
  const feed = await run();
  const oai = await runSource(arxivOai, { store, clock, options: { baseUrl: arxiv.oai, sets: ['cs'] } });
  const own = await openPoliteStore();
  try {
    for (const { steps } of [feed, oai]) {
      await ingest(
        own,
        steps.flatMap(({ items }) => items),
        { kind: 'gather', origin: 'replay' },
      );
    }
    expect(await own.query('select withdrawn from papers')).toEqual([{ withdrawn: true }]);
  } finally {
    await own.close();
  }
});

it('reads a feed as arXiv wrote it', async () => {
  const body = await readFile(new URL('../fixtures/sources/arxiv-feed.xml', import.meta.url), 'utf8');
  const recorded = replay.service('recorded', () => ({ type: 'application/xml', body }));
  clock = virtualClock('2025-08-20T04:10:00Z');
  const { steps, error } = await run({ options: { baseUrl: recorded, categories: ['cs.AI'] } });
  expect(error).toBeNull();
  expect(keysIn(steps)).toEqual(['2508.13426v1', '2508.13428v1', '2508.13429v1']);
  expect(steps.at(-1)?.completeDays).toEqual(['2025-08-19']);
});

describe('when it runs', () => {
  it.each([
    ['2026-10-21T04:00:00Z', '2026-10-21T04:10:00.000Z'], // Wednesday 00:10 in New York
    ['2026-10-21T04:10:00Z', '2026-10-21T08:10:00.000Z'],
    ['2026-10-21T08:10:00Z', '2026-10-21T13:10:00.000Z'],
    ['2026-10-23T13:10:00Z', '2026-10-26T04:10:00.000Z'], // Friday → Monday
    ['2026-10-30T20:00:00Z', '2026-11-02T05:10:00.000Z'], // over the end of daylight saving
    ['2026-03-06T20:00:00Z', '2026-03-09T04:10:00.000Z'], // and over its beginning
  ])('after %s: %s', (after, next) => {
    expect(arxivFeed.nextRun(new Date(after), arxivFeed.options.parse({})).toISOString()).toBe(next);
  });
});
