import { readFile } from 'node:fs/promises';
import { ingest, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { huggingFace, SourceError, type Step } from '@broadsheet/sources';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { huggingFaceService, type HuggingFaceContent } from '../replay/hugging-face.ts';
import { politeness } from '../replay/politeness.ts';
import { startReplay, type Replay } from '../replay/replay-server.ts';
import { virtualClock, type VirtualClock } from '../replay/virtual-clock.ts';
import { keysIn, runSource, type RunSetting } from './run-source.ts';

type Item = { paper: Record<string, unknown> } & Record<string, unknown>;

/** Three items of the list of Friday, March 13th, 2026, best first. */
const recorded = JSON.parse(
  await readFile(new URL('../fixtures/sources/hugging-face-2026-03-13.json', import.meta.url), 'utf8'),
) as [Item, Item, Item];

// Friday at 11:00 in New York.
const friday = '2026-03-13T15:00:00Z';

let store: Store;
let clock: VirtualClock;
let replay: Replay;
let content: HuggingFaceContent;
let baseUrl: string;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.query('delete from request_turns');
  clock = virtualClock(friday);
  replay = await startReplay({ clock });
  content = { list: (day) => (day === '2026-03-13' ? recorded : []) };
  baseUrl = replay.service('hugging-face', (request) => huggingFaceService(content)(request));
});
afterEach(() => replay.close());

function run({ options, ...rest }: Partial<RunSetting> = {}) {
  return runSource(huggingFace, {
    store,
    clock,
    options: { baseUrl, links: false, ...(options as object) },
    ...rest,
  });
}

const asked = () =>
  replay.log.map(({ path }) => {
    const [where = '', query] = path.split('?');
    const { date, p } = Object.fromEntries(new URLSearchParams(query));
    return date === undefined ? where.replace(/.*\/api\//, '') : `${date} ${p}`;
  });

const records = (steps: readonly Step[]) =>
  steps.flatMap(({ items }) => items).flatMap((item) => (item.ok ? [item.record] : []));
const rejects = (steps: readonly Step[]) =>
  steps.flatMap(({ items }) => items).flatMap((item) => (item.ok ? [] : [item.reject]));
const withVotes = (item: Item, upvotes: number): Item => ({ ...item, paper: { ...item.paper, upvotes } });

describe('the daily list', () => {
  it('is asked for today and three days back, with a snapshot of the day of asking', async () => {
    const { steps, error, cursor } = await run();
    expect(error).toBeNull();
    expect(asked()).toEqual(['2026-03-10 0', '2026-03-11 0', '2026-03-12 0', '2026-03-13 0']);
    expect(cursor).toEqual({ day: '2026-03-13', linked: {} });
    expect(steps.at(-1)?.progress).toEqual({ done: 4, total: 4, unit: 'days' });
    expect(records(steps)[0]).toMatchObject({
      source: 'hugging-face',
      key: '2603.12255',
      statedAt: '2026-03-13T00:00:00.000Z',
      identities: [
        { scheme: 'arxiv', value: '2603.12255' },
        { scheme: 'hf', value: '2603.12255' },
      ],
      // The inner time; the outer one is shifted by New York's offset.
      published: { value: '2026-03-12T17:58:58.000Z', precision: 'time' },
      links: [
        { kind: 'code', url: 'https://github.com/THU-SI/Spatial-TTT', stars: 34 },
        { kind: 'project', url: 'https://liuff19.github.io/Spatial-TTT/' },
        { kind: 'media' },
      ],
      popularity: [{ day: '2026-03-13', upvotes: 44, comments: 1 }],
    });
    expect(records(steps)[0]?.summary).toMatch(/\w/);
    expect(records(steps)[0]?.keywords).toHaveLength(3);
    expect(politeness(replay.log, 'hugging-face')).toMatchObject({ together: 1 });
    expect(politeness(replay.log, 'hugging-face').closest).toBeGreaterThanOrEqual(1000);
  });

  it('turns at 21:30 in New York, and never has a snapshot before its own day', async () => {
    clock.moveTo(new Date('2026-03-14T01:29:00Z'));
    const before = await run({ options: { daysBack: 0 } });
    expect(before.cursor).toMatchObject({ day: '2026-03-13' });
    clock.moveTo(new Date('2026-03-14T01:40:00Z'));
    content = { list: () => [withVotes(recorded[0], 2)] };
    const after = await run({ options: { daysBack: 1 }, cursor: before.cursor });
    expect(asked().slice(1)).toEqual(['2026-03-13 0', '2026-03-14 0']);
    expect(records(after.steps).map(({ popularity }) => popularity)).toMatchObject([
      [{ day: '2026-03-13' }],
      [{ day: '2026-03-14' }],
    ]);
  });

  it('goes on with the votes of a list that is days old', async () => {
    clock.moveTo(new Date('2026-03-16T15:00:00Z'));
    content = { list: (day) => (day === '2026-03-13' ? [withVotes(recorded[0], 90)] : []) };
    const { steps } = await run();
    expect(records(steps)).toMatchObject([
      { statedAt: '2026-03-13T00:00:00.000Z', popularity: [{ day: '2026-03-16', upvotes: 90 }] },
    ]);
  });

  it('is read page by page until nothing is left, and a paper that changes pages is taken once', async () => {
    let asking = 0;
    content = {
      pageSize: 2,
      // The third overtakes the second between the pages.
      list: (day) => {
        const [a, b, c] = recorded;
        return day !== '2026-03-13' ? [] : asking++ === 0 ? [a, b, c] : [a, c, b];
      },
    };
    const { steps, error } = await run({ options: { daysBack: 0 } });
    expect(error).toBeNull();
    expect(asked()).toEqual(['2026-03-13 0', '2026-03-13 1']);
    expect(keysIn(steps)).toEqual(['2603.12255v0', '2603.10178v0']);
  });

  it('does not go round in circles where every page is the same', async () => {
    content = { list: () => recorded };
    const endless = replay.service('endless', (request) => ({
      type: 'application/json',
      headers: { link: '<https://huggingface.co/x?p=1>; rel="next"' },
      body: huggingFaceServiceBody(request.query.get('date') ?? ''),
    }));
    const { steps, error } = await run({ options: { daysBack: 0, baseUrl: endless } });
    expect(error).toBeNull();
    expect(asked()).toEqual(['2026-03-13 0', '2026-03-13 1']);
    expect(keysIn(steps)).toHaveLength(3);
  });

  it('is caught up for days that were missed', async () => {
    const { steps, cursor } = await run({ cursor: { day: '2026-03-06', linked: {} } });
    expect(asked()[0]).toBe('2026-03-06 0');
    expect(steps).toHaveLength(8);
    expect(cursor).toMatchObject({ day: '2026-03-13' });
  });

  it('goes on behind its last step after it was killed', async () => {
    let taken = 0;
    const killed = await run({
      cursor: { day: '2026-03-01', linked: {} },
      take: async () => {
        if (++taken === 6) throw new Error('killed');
      },
    });
    expect(killed.cursor).toMatchObject({ day: '2026-03-05' });
    const asksBefore = replay.log.length;
    const again = await run({ cursor: killed.cursor });
    expect(asked()[asksBefore]).toBe('2026-03-05 0');
    expect(keysIn(again.steps)).toHaveLength(3);
  });

  it('does not mind a cursor that it cannot read', async () => {
    const { error, steps } = await run({ cursor: { day: 'yesterday', linked: 7 } });
    expect(error).toBeNull();
    expect(steps).toHaveLength(4);
  });
});

function huggingFaceServiceBody(day: string): string {
  return JSON.stringify(content.list(day, clock.now()));
}

describe('what is broken', () => {
  it('costs only itself', async () => {
    const bare: Item = { paper: { id: '2603.00001', title: 'Only an id and a title' } };
    content = {
      list: () => [
        recorded[0],
        "{'paper': {'id': '2412.07730'}}",
        JSON.stringify(recorded[1]),
        null,
        { paper: { id: 'not-an-id', title: 'T' } },
        bare,
      ],
    };
    const { steps, error } = await run({ options: { daysBack: 0 } });
    expect(error).toBeNull();
    expect(keysIn(steps)).toEqual(['2603.12255v0', '2603.10178v0', '2603.00001v0']);
    expect(rejects(steps)).toMatchObject([
      { position: '2026-03-13 item 2', field: null, reason: expect.stringContaining('encoded twice') },
      { position: '2026-03-13 item 4', field: null },
      { position: '2026-03-13 item 5', field: 'paper.id' },
    ]);
    expect(records(steps)[2]).toMatchObject({ links: [], popularity: [] });
  });

  it('is told where the whole answer is none', async () => {
    const broken = replay.service('broken', () => ({ type: 'application/json', body: '{"error":"x"}' }));
    const { error } = await run({ options: { baseUrl: broken } });
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ failure: 'content', hint: expect.stringContaining('hub/api') });
  });

  it('passes: a service in trouble is asked again', async () => {
    replay.faults.plan({ service: 'hugging-face', fault: 'too-many', retryAfter: 55 });
    replay.faults.plan({ service: 'hugging-face', fault: 'html' });
    replay.faults.plan({ service: 'hugging-face', fault: 'cut' });
    const { error, steps } = await run();
    expect(error).toBeNull();
    expect(keysIn(steps)).toHaveLength(3);
  });
});

describe('linked models, datasets and Spaces', () => {
  const detail = (id: unknown) => ({
    ...recorded.find(({ paper }) => paper['id'] === id)?.paper,
    linkedModels: [{ id: 'org/model' }, { id: 'org/secret', private: true }, { id: '../../evil' }, 'x'],
    linkedDatasets: [{ id: 'squad' }],
    linkedSpaces: [{ id: 'org/space', emoji: '🚀' }, { id: 7 }],
  });

  it('are asked for once a day for each recent paper, and kept apart from the list', async () => {
    content = {
      ...content,
      detail: (id) =>
        id === '2603.12255'
          ? detail(id)
          : id === '2603.10178'
            ? { ...detail(id), id: '2603.99999' }
            : undefined,
    };
    const first = await run({ options: { links: true } });
    expect(first.error).toBeNull();
    expect(asked().slice(4).sort()).toEqual(
      ['2603.10178', '2603.11593', '2603.12255'].map((id) => `papers/${id}`),
    );
    expect(records(first.steps).filter(({ key }) => key.endsWith('links'))).toMatchObject([
      {
        key: '2603.12255 links',
        identities: [{ scheme: 'arxiv', value: '2603.12255' }, { scheme: 'hf' }],
        links: [
          { kind: 'model', url: 'https://huggingface.co/org/model' },
          { kind: 'dataset', url: 'https://huggingface.co/datasets/squad' },
          { kind: 'demo', url: 'https://huggingface.co/spaces/org/space' },
        ],
      },
    ]);
    expect(rejects(first.steps)).toMatchObject([{ position: 'links of 2603.10178', field: 'id' }]);

    const before = replay.log.length;
    clock.moveTo(new Date('2026-03-13T16:00:00Z'));
    const second = await run({ options: { links: true }, cursor: first.cursor });
    expect(replay.log.length - before).toBe(4);
    clock.moveTo(new Date('2026-03-14T16:00:00Z'));
    await run({ options: { links: true }, cursor: second.cursor });
    expect(replay.log.length - before).toBe(4 + 4 + 3);
    // A week later only what is recent then is remembered.
    clock.moveTo(new Date('2026-03-21T16:00:00Z'));
    content = { ...content, list: (day) => (day === '2026-03-20' ? [recorded[1]] : []) };
    const later = await run({
      options: { links: true },
      cursor: { day: '2026-03-21', linked: { '2603.12255': '2026-03-14' } },
    });
    expect(later.cursor).toEqual({ day: '2026-03-21', linked: { '2603.10178': '2026-03-21' } });
  });

  it('of a paper that breaks the service do not keep the others waiting for ever', async () => {
    content = { ...content, detail };
    replay.faults.plan({
      service: 'hugging-face',
      fault: 'unavailable',
      times: 5,
      path: /papers\/2603\.11593/,
    });
    const first = await run({ options: { links: true } });
    expect(first.error).toMatchObject({ failure: 'status', status: 503 });
    const second = await run({ options: { links: true }, cursor: first.cursor });
    expect(second.error).toBeNull();
    expect(keysIn(second.steps).filter((key) => key.includes('links'))).toHaveLength(2);
  });
});

describe('in the store', () => {
  it('votes are counted day by day, links stay, and the words of arXiv win', async () => {
    const papers = await openTestStore();
    try {
      const take = async ({ items }: Step) =>
        void (await ingest(papers, items, { kind: 'import', origin: 'hugging-face', now: clock.now() }));
      content = {
        list: (day, now) =>
          day === '2026-03-13' ? [withVotes(recorded[0], now < new Date('2026-03-14') ? 44 : 70)] : [],
        detail: () => ({ ...recorded[0].paper, linkedModels: [{ id: 'org/model' }] }),
      };
      const first = await run({ options: { links: true }, take });
      clock.moveTo(new Date('2026-03-14T15:00:00Z'));
      await run({ options: { links: true }, cursor: first.cursor, take });
      await ingest(
        papers,
        [
          {
            ok: true,
            position: '1',
            record: {
              source: 'arxiv-feed',
              key: '2603.12255',
              identities: [{ scheme: 'arxiv', value: '2603.12255' }],
              title: 'As arXiv has it',
            },
          },
        ],
        { kind: 'import', origin: 'test' },
      );
      expect(await papers.query('select title, withdrawn from papers')).toEqual([
        { title: 'As arXiv has it', withdrawn: false },
      ]);
      expect(await papers.query('select source, day, upvotes from popularity order by day')).toEqual([
        { source: 'hugging-face', day: '2026-03-13', upvotes: 44 },
        { source: 'hugging-face', day: '2026-03-14', upvotes: 70 },
      ]);
      expect(await papers.query('select votes from standings')).toEqual([{ votes: 70 }]);
      const [{ links = [] } = {}] = await papers.query<{ links: { kind: string }[] }>(
        'select links from papers',
      );
      expect(links.map(({ kind }) => kind).sort()).toEqual(['code', 'media', 'model', 'project']);
      expect(await papers.query('select reason from rejects')).toEqual([]);
    } finally {
      await papers.close();
    }
  });
});

it('runs every hour, ten minutes after the list turns', () => {
  const next = (after: string) =>
    huggingFace.nextRun(new Date(after), huggingFace.options.parse({})).toISOString();
  expect(next('2026-03-14T01:30:00Z')).toBe('2026-03-14T01:40:00.000Z');
  expect(next('2026-03-14T01:40:00Z')).toBe('2026-03-14T02:40:00.000Z');
  expect(next('2026-12-31T23:59:00Z')).toBe('2027-01-01T00:40:00.000Z');
});

it('takes options as they are meant, and no others', () => {
  expect(huggingFace.options.parse({})).toEqual({
    baseUrl: 'https://huggingface.co',
    daysBack: 3,
    links: true,
  });
  expect(huggingFace.options.safeParse({ daysBack: 15 }).success).toBe(false);
  expect(huggingFace.options.safeParse({ baseUrl: 'ftp://huggingface.co' }).success).toBe(false);
  expect(huggingFace.options.safeParse({ dayBack: 1 }).success).toBe(false);
});
