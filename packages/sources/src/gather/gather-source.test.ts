import { describeDay, listRejects, type ReadItem, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SourceError } from '../http/source-error.ts';
import { defineSource, type Run, type Source, type Step } from '../source.ts';
import { gatherSource } from './gather-source.ts';
import { dueSources, listSourceStates } from './source-state.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(async () => {
  await store.query('truncate papers, records, batches, source_states, complete_days, askings cascade');
});
afterAll(() => store.close());

const now = new Date('2026-03-12T12:00:00Z');
const clock = { now: () => now, sleep: async () => {} };
const tomorrow = new Date('2026-03-13T12:00:00Z');

/** A source that yields what a test says; step by step, counted in its cursor. */
function made(gather: (run: Run<unknown>) => AsyncGenerator<Step>): Source {
  return defineSource<unknown>({
    name: 'made',
    title: 'Made',
    about: 'Made for tests.',
    licence: 'none',
    etiquette: { scope: 'made', interval: 0, perDay: null, rule: 'none', terms: 'https://example.org' },
    options: z.unknown(),
    nextRun: () => tomorrow,
    gather,
  });
}

function item(number: number, more: object = {}): ReadItem {
  return {
    ok: true,
    position: `item ${number}`,
    record: {
      source: 'made',
      key: `k${number}`,
      identities: [{ scheme: 'arxiv', value: `2603.${String(10_000 + number)}` }],
      title: `Paper number ${number} of a made source`,
      announcedOn: '2026-03-11',
      ...more,
    },
  };
}

/** Steps 1, 2, 3, … from where the cursor stands. */
async function* counting(run: Run<unknown>, last: number): AsyncGenerator<Step> {
  const done = Number(run.cursor?.['done'] ?? 0);
  for (let step = done + 1; step <= last; step++) {
    yield {
      items: [item(step)],
      cursor: { done: step },
      progress: { done: step, total: last, unit: 'records' },
    };
  }
}

const gather = (source: Source, signal = new AbortController().signal) =>
  gatherSource(store, source, {}, { userAgent: 'test', signal, clock });
const state = async () => (await listSourceStates(store))[0];
const papers = async () => {
  const [row] = await store.query<{ count: number }>('select count(*)::int as count from papers');
  return row?.count;
};

describe('gatherSource', () => {
  it('takes everything in, keeps its place, and says how it went', async () => {
    const source = made((run) => counting(run, 3));
    expect(await gather(source)).toMatchObject({ records: 3, created: 3, failure: null, interrupted: false });
    expect(await papers()).toBe(3);
    expect(await state()).toMatchObject({
      name: 'made',
      records: 3,
      created: 3,
      runs: 1,
      failures: 0,
      running: false,
      progress: null,
      nextRunAt: tomorrow,
      succeededAt: now,
    });
    expect(await gather(source)).toMatchObject({ records: 0, created: 0 });
    expect(await state()).toMatchObject({ records: 3, runs: 2 });
  });

  it('goes on behind the last step that stands, whatever ended the run', async () => {
    let broken = true;
    const source = made(async function* (run) {
      for await (const step of counting(run, 4)) {
        if (broken && step.cursor?.['done'] === 3) throw new Error('the cable was cut');
        yield step;
      }
    });
    const first = await gather(source);
    expect(first).toMatchObject({ created: 2, failure: { kind: 'fault', message: /the cable was cut/ } });
    expect(await state()).toMatchObject({
      failures: 1,
      error: expect.stringContaining('cable'),
      succeededAt: null,
    });
    broken = false;
    expect(await gather(source)).toMatchObject({ created: 2, failure: null });
    expect(await papers()).toBe(4);
    expect(await state()).toMatchObject({ failures: 0, error: null });
  });

  it('doubles nothing when it was killed between taking in and keeping its place', async () => {
    const source = made((run) => counting(run, 2));
    await gather(source);
    // What a kill there leaves behind: the papers, and the place before them.
    await store.query(`update source_states set cursor = '{"done": 1}'`);
    expect(await gather(source)).toMatchObject({ records: 1, created: 0 });
    expect(await papers()).toBe(2);
  });

  it('lets only one process run a source, until that one shows no life', async () => {
    await gather(made((run) => counting(run, 1)));
    await store.query(
      `update source_states set held_by = 'another', held_until = now() + interval '1 minute'`,
    );
    expect(await gather(made((run) => counting(run, 2)))).toBeNull();
    expect(await state()).toMatchObject({ running: true });
    await store.query(`update source_states set held_until = now() - interval '1 second'`);
    expect(await gather(made((run) => counting(run, 2)))).toMatchObject({ created: 1 });
  });

  it('waits longer after each failure, and at least as long as the service asks', async () => {
    const failing = (retryAt?: Date) =>
      made(async function* () {
        yield* [];
        throw new SourceError('status', 'busy', 'wait', retryAt === undefined ? {} : { retryAt });
      });
    const pauses: number[] = [];
    for (let run = 0; run < 9; run++) {
      const report = await gather(failing());
      pauses.push(((report?.nextRunAt.getTime() ?? 0) - now.getTime()) / 60_000);
    }
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 320, 360, 360]);
    const asked = new Date('2026-03-14T00:00:00Z');
    expect((await gather(failing(asked)))?.nextRunAt).toEqual(asked);
  });

  it('stops behind the step in hand when the program ends, and is due at the next start', async () => {
    const stop = new AbortController();
    const source = made(async function* (run) {
      for await (const step of counting(run, 3)) {
        yield step;
        stop.abort();
      }
    });
    expect(await gather(source, stop.signal)).toMatchObject({ interrupted: true, failure: null });
    expect(await dueSources(store, ['made', 'never-ran'], now)).toEqual(['never-ran', 'made']);
    expect(await gather(source)).toMatchObject({ interrupted: false });
    expect(await papers()).toBe(3);
    expect(await dueSources(store, ['made'], now)).toEqual([]);
  });

  it('keeps rejects, what was asked, and which days are complete', async () => {
    const asked: number[][] = [];
    const source = made(async function* (run) {
      const due = await run.papersToAsk({ scheme: 'arxiv', before: now, limit: 10 });
      asked.push(due.map(({ paperId }) => paperId));
      yield {
        items: [item(1), item(2, { title: '' })],
        cursor: null,
        asked: due.map(({ paperId }) => ({ paperId, known: true })),
        completeDays: ['2026-03-11'],
      };
    });
    expect(await gather(source)).toMatchObject({ created: 1, rejected: 1 });
    expect(await listRejects(store)).toMatchObject([{ origin: 'made', position: 'item 2', field: 'title' }]);
    expect(await describeDay(store, '2026-03-11', tomorrow)).toMatchObject({ count: 1, state: 'complete' });
    await gather(source);
    await gather(source);
    expect(asked.map(({ length }) => length)).toEqual([0, 1, 0]);
  });

  it('tells papers to ask about, without those of which named sources have told', async () => {
    const found: number[][] = [];
    const source = made(async function* (run) {
      const wish = { scheme: 'arxiv', before: now, limit: 10 } as const;
      const all = await run.papersToAsk(wish);
      const untold = await run.papersToAsk({ ...wish, untoldBy: ['arxiv-oai', 'other'] });
      found.push(
        all.map(({ value }) => Number(value.slice(5)) - 10_000),
        untold.map(({ value }) => Number(value.slice(5)) - 10_000),
      );
      yield { items: [item(1), item(2), item(2, { source: 'other' })], cursor: null };
    });
    await gather(source);
    await gather(source);
    expect(found.map((numbers) => numbers.sort())).toEqual([[], [], [1, 2], [1]]);
  });
});
