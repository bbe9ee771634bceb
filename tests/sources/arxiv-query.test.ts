import { readFile } from 'node:fs/promises';
import type { Store } from '@broadsheet/papers';
import { arxivQuery } from '@broadsheet/sources';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openArxiv, type ReplayedArxiv } from '../replay/arxiv.ts';
import type { PaperHistory } from '../replay/arxiv-history.ts';
import { randomPapers } from '../replay/random-papers.ts';
import { startReplay, type Replay } from '../replay/replay-server.ts';
import { virtualClock, type VirtualClock } from '../replay/virtual-clock.ts';
import { openPoliteStore } from './polite-store.ts';
import { keysIn, runSource } from './run-source.ts';

let store: Store;
let clock: VirtualClock;
let replay: Replay;
let arxiv: ReplayedArxiv;
let papers: PaperHistory[];

beforeAll(async () => {
  store = await openPoliteStore();
  papers = randomPapers({
    seed: 7,
    from: '2026-09-01T00:00:00Z',
    to: '2026-09-30T00:00:00Z',
    count: 250,
    categories: ['cs.LG', 'cs.CV'],
  });
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.query('delete from request_turns');
  clock = virtualClock('2026-10-21T10:00:00Z');
  replay = await startReplay({ clock });
  arxiv = openArxiv(replay, papers);
});
afterEach(() => replay.close());

function run(papersToAsk: readonly string[], options: object = {}) {
  return runSource(arxivQuery, { store, clock, papersToAsk, options: { baseUrl: arxiv.query, ...options } });
}

const ids = () => papers.map(({ id }) => id);

describe('looking papers up', () => {
  it('asks for a hundred at a time, and tells which are known', async () => {
    const { steps, error } = await run([...ids(), '2609.99999', 'math/0611800']);
    expect(error).toBeNull();
    expect(replay.log).toHaveLength(3);
    expect(steps.map(({ asked }) => asked?.length)).toEqual([100, 100, 52]);
    expect(new Set(keysIn(steps)).size).toBe(250);
    expect(steps[2]?.asked?.filter(({ known }) => !known)).toEqual([
      { paperId: 251, known: false },
      { paperId: 252, known: false },
    ]);
    expect(steps.map(({ progress }) => progress)).toEqual([
      { done: 100, total: 252, unit: 'papers' },
      { done: 200, total: 252, unit: 'papers' },
      { done: 252, total: 252, unit: 'papers' },
    ]);
    const [item] = steps[0]?.items ?? [];
    expect(item).toMatchObject({
      ok: true,
      record: { source: 'arxiv-api', published: { precision: 'time' } },
    });
  });

  it('makes no more than its few requests, and none where nothing is to be asked', async () => {
    await run(ids(), { requests: 1 });
    expect(replay.log).toHaveLength(1);
    await run([]);
    expect(replay.log).toHaveLength(1);
  });

  it('does without the id that spoils an answer', async () => {
    const { steps, error } = await run([...ids().slice(0, 3), '2609.00']);
    expect(error).toBeNull();
    expect(steps.map(({ asked }) => asked)).toEqual([
      [{ paperId: 4, known: false }],
      [1, 2, 3].map((paperId) => ({ paperId, known: true })),
    ]);
  });

  it('asks again for an answer that is empty although something was found', async () => {
    let answers = 0;
    const moody = replay.service('moody', () => ({
      type: 'application/atom+xml',
      body: `<feed xmlns:o="o"><o:totalResults>${++answers > 1 ? 0 : 1}</o:totalResults></feed>`,
    }));
    const { steps, error } = await run(['2609.00001'], { baseUrl: moody });
    expect(error).toBeNull();
    expect(answers).toBe(2);
    expect(steps).toMatchObject([{ asked: [{ paperId: 1, known: false }] }]);
  });

  it('fails with arXiv’s words where the error is another', async () => {
    const failing = replay.service('failing', () => ({
      type: 'application/atom+xml',
      status: 400,
      body: '<feed><entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>max_results too large</summary></entry></feed>',
    }));
    const { error } = await run(['2609.00001'], { baseUrl: failing });
    expect(error).toMatchObject({ failure: 'content', message: expect.stringContaining('max_results') });
  });

  it('reads an answer as arXiv wrote it', async () => {
    const body = await readFile(
      new URL('../fixtures/sources/arxiv-query-missing.xml', import.meta.url),
      'utf8',
    );
    const recorded = replay.service('recorded', () => ({ type: 'application/atom+xml', body }));
    const { steps } = await run(['0808.05394', '1707.08567'], { baseUrl: recorded });
    expect(steps).toMatchObject([
      {
        items: [{ ok: true, record: { key: '1707.08567' } }],
        asked: [
          { paperId: 1, known: false },
          { paperId: 2, known: true },
        ],
      },
    ]);
  });
});

it('runs once a day', () => {
  const options = arxivQuery.options.parse({});
  expect(arxivQuery.nextRun(new Date('2026-10-21T10:00:00Z'), options).toISOString()).toBe(
    '2026-10-22T10:00:00.000Z',
  );
  expect(arxivQuery.nextRun(new Date('2026-11-01T09:59:00Z'), options).toISOString()).toBe(
    '2026-11-01T11:00:00.000Z',
  );
});
