import type { Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Etiquette } from '../source.ts';
import { storedTurn } from './testing/stored-turn.ts';
import { virtualClock } from './testing/virtual-clock.ts';
import { lease, takeTurn, type Turn } from './turns.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(() => store.query('delete from request_turns'));
afterAll(() => store.close());

const etiquette: Etiquette = {
  scope: 'arxiv',
  interval: 3_000,
  perDay: null,
  rule: 'One request every three seconds, one connection.',
  terms: 'https://info.arxiv.org/help/api/tou.html',
};
const minute = 60_000;

function setUp(changes: Partial<Etiquette> = {}, start?: string) {
  const clock = virtualClock(start);
  const rules = { ...etiquette, ...changes };
  return {
    clock,
    now: () => clock.now().getTime(),
    take: (signal?: AbortSignal) => takeTurn(store, rules, { clock, signal }),
    row: () => storedTurn(store, rules.scope),
  };
}

describe('a turn', () => {
  it('comes at once, and the next one after the interval from its start', async () => {
    const { clock, take, now, row } = setUp();
    const start = now();
    const first = await take();
    expect(now()).toBe(start);
    expect(await row()).toMatchObject({
      held_by: expect.any(String) as string,
      held_until: new Date(start + lease),
      day: '2026-03-09',
      used: 1,
    });
    clock.advance(1_000);
    await first.release({ verdict: 'answered' });
    const second = await take();
    expect(now()).toBe(start + 3_000);
    clock.advance(10_000);
    await second.release({ verdict: 'answered' });
    await take();
    expect(now()).toBe(start + 13_000);
    expect(clock.slept).toEqual([2_000]);
  });

  it('is never had by two, in the order of no more than one per interval', async () => {
    const { clock, take, now } = setUp();
    const starts: number[] = [];
    let held = 0;
    const worker = async (duration: number) => {
      for (let count = 0; count < 4; count++) {
        const turn = await take();
        expect(++held).toBe(1);
        starts.push(now());
        await clock.sleep(duration);
        held--;
        await turn.release({ verdict: 'answered' });
      }
    };
    await Promise.all([500, 2_000, 7_000].map(worker));
    expect(starts).toHaveLength(12);
    for (const [index, start] of starts.entries())
      if (index > 0) expect(start - (starts[index - 1] ?? 0)).toBeGreaterThanOrEqual(3_000);
  });

  it('is had by one of many that come at once', async () => {
    const { take, now, row } = setUp();
    const start = now();
    const turns: Turn[] = [];
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const turn = await take();
        turns.push(turn);
        expect(now() - start).toBeGreaterThanOrEqual((turns.length - 1) * 3_000);
        await turn.release({ verdict: 'answered' });
      }),
    );
    expect(await row()).toMatchObject({ used: 8, held_by: null });
  });

  it('waits quietly while somebody else has it', async () => {
    const { clock, take } = setUp();
    const first = await take();
    const second = take();
    await clock.sleep(60_000);
    await first.release({ verdict: 'answered' });
    await second;
    // Once to the end of the interval, then in looks that grow to one a second.
    expect(clock.slept.length).toBeLessThan(70);
  });

  it('comes back from one who was killed, and not from one who still reads', async () => {
    const { clock, take, now } = setUp();
    const start = now();
    await take();
    const second = await take();
    expect(now() - start).toBeGreaterThanOrEqual(lease);
    expect(now() - start).toBeLessThan(lease + 2_000);

    let third: Turn | null = null;
    const waiting = take().then((turn) => (third = turn));
    for (let reading = 0; reading < 2 * lease; reading += 20_000) {
      await second.renew();
      await clock.sleep(20_000);
    }
    expect(third).toBeNull();
    await second.release({ verdict: 'answered' });
    await waiting;
  });

  it('that was lost does not free the one who has it now', async () => {
    const { take, row } = setUp();
    const lost = await take();
    await take();
    const { held_by } = await row();
    await lost.release({ verdict: 'answered' });
    expect((await row()).held_by).toBe(held_by);
  });

  it('may be taken again for a redirect, after the interval', async () => {
    const { take, now, row } = setUp();
    const start = now();
    const turn = await take();
    await turn.again();
    expect(now()).toBe(start + 3_000);
    expect((await row()).used).toBe(2);
  });

  it('counts its interval from when the request went out', async () => {
    const { clock, take, now, row } = setUp();
    const turn = await take();
    clock.advance(2_000);
    turn.begun();
    const start = now();
    clock.advance(500);
    await turn.release({ verdict: 'answered' });
    expect((await row()).next_at).toEqual(new Date(start + 3_000));
  });

  it('is given back once', async () => {
    const { take, row } = setUp();
    const turn = await take();
    await turn.release({ verdict: 'failed' });
    await turn.release({ verdict: 'failed' });
    expect((await row()).failures).toBe(1);
  });

  it('is of its scope alone', async () => {
    const { clock, take, now } = setUp();
    const start = now();
    await take();
    await takeTurn(store, { ...etiquette, scope: 'openalex' }, { clock });
    expect(now()).toBe(start);
  });

  it('is not waited for when the program ends', async () => {
    const { take, row } = setUp();
    await take();
    const control = new AbortController();
    const waiting = take(control.signal);
    control.abort();
    await expect(waiting).rejects.toMatchObject({ failure: 'aborted' });
    await expect(take(control.signal)).rejects.toMatchObject({ failure: 'aborted' });
    expect((await row()).used).toBe(1);
  });

  it("is counted by the store's time, when no clock is given", async () => {
    const turn = await takeTurn(store, etiquette);
    await turn.release({ verdict: 'answered' });
    const [row] = await store.query<{ wait: number }>(
      'select extract(epoch from next_at - clock_timestamp())::float8 as wait from request_turns',
    );
    expect(row?.wait).toBeGreaterThan(-60);
    expect(row?.wait).toBeLessThanOrEqual(3);
  });
});

describe('the share of a day', () => {
  it('is used up, and renewed at midnight UTC', async () => {
    const { clock, take, row } = setUp({ perDay: 3 }, '2026-03-09T23:59:00Z');
    for (let count = 0; count < 3; count++) await (await take()).release({ verdict: 'answered' });
    await expect(take()).rejects.toMatchObject({
      failure: 'quota',
      message: "Today's 3 requests to arxiv are used up.",
      hint: 'It goes on by itself at 2026-03-10 00:00 UTC. The rule: One request every three seconds, one connection.',
      retryAt: new Date('2026-03-10T00:00:00Z'),
    });
    expect((await row()).used).toBe(3);
    clock.advance(2 * minute);
    await take();
    expect(await row()).toMatchObject({ day: '2026-03-10', used: 1 });
  });

  it('counts redirects', async () => {
    const { take } = setUp({ perDay: 2 });
    const turn = await take();
    await turn.again();
    await expect(turn.again()).rejects.toMatchObject({ failure: 'quota' });
  });
});

describe('a wish to be left alone', () => {
  it('holds for everybody', async () => {
    const { take, now } = setUp();
    const start = now();
    await (await take()).release({ verdict: null, pause: 90_000 });
    await take();
    expect(now()).toBe(start + 90_000);
  });

  it('of more than an hour is not waited for', async () => {
    const { clock, take, now } = setUp();
    await (await take()).release({ verdict: null, pause: 2 * 60 * minute });
    const retryAt = new Date(now() + 2 * 60 * minute);
    await expect(take()).rejects.toMatchObject({ failure: 'resting', retryAt });
    clock.advance(60 * minute);
    await take();
    expect(clock.now()).toEqual(retryAt);
  });

  it('is believed for a day', async () => {
    const { take, now, row } = setUp();
    await (await take()).release({ verdict: null, pause: 400 * 24 * 60 * minute });
    expect((await row()).next_at).toEqual(new Date(now() + 24 * 60 * minute));
  });
});

describe('a failing service', () => {
  async function fail(take: () => Promise<Turn>, times: number) {
    for (let count = 0; count < times; count++) await (await take()).release({ verdict: 'failed' });
  }

  it('rests after five failures in a row, twice as long after each further one', async () => {
    const { clock, take, now } = setUp();
    await fail(take, 5);
    const rests: number[] = [];
    for (let count = 0; count < 9; count++) {
      const error = await take().then(
        () => null,
        (error: unknown) => error as { failure: string; retryAt: Date },
      );
      expect(error?.failure).toBe('resting');
      rests.push(((error?.retryAt.getTime() ?? 0) - now()) / minute);
      clock.advance((error?.retryAt.getTime() ?? 0) - now());
      await fail(take, 1);
    }
    expect(rests).toEqual([5, 10, 20, 40, 80, 160, 320, 360, 360]);
  });

  it('is forgiven at its first answer', async () => {
    const { clock, take, row } = setUp();
    await fail(take, 4);
    await (await take()).release({ verdict: 'answered' });
    expect((await row()).failures).toBe(0);
    await fail(take, 5);
    clock.advance(5 * minute);
    await (await take()).release({ verdict: 'answered' });
    expect(await row()).toMatchObject({ failures: 0, rests_until: null });
  });

  it('is not judged by what says nothing', async () => {
    const { take, row } = setUp();
    await fail(take, 4);
    await (await take()).release({ verdict: null });
    expect(await row()).toMatchObject({ failures: 4, rests_until: null });
  });
});
