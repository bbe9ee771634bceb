import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { politeness } from './politeness.ts';
import { startReplay, type Replay } from './replay-server.ts';
import { virtualClock, type VirtualClock } from './virtual-clock.ts';

let clock: VirtualClock;
let replay: Replay;
let address: string;

beforeEach(async () => {
  clock = virtualClock('2026-10-21T12:00:00Z');
  replay = await startReplay({ clock });
  address = replay.service(
    'echo',
    ({ method, path, query, body, now }) => ({
      type: 'application/json',
      headers: { etag: '"1"' },
      body: JSON.stringify({ method, path, q: query.get('q'), body, now }),
    }),
    'both',
  );
});
afterEach(() => replay.close());

describe('a replay server', () => {
  it('gives a service the request behind its address, and the time', async () => {
    const answer = await fetch(`${address}/a/b?q=1`, { method: 'POST', body: 'text' });
    expect(await answer.json()).toEqual({
      method: 'POST',
      path: '/a/b',
      q: '1',
      body: 'text',
      now: '2026-10-21T12:00:00.000Z',
    });
    expect((await fetch(new URL('/nobody', address))).status).toBe(404);
  });

  it('answers a known etag with 304', async () => {
    expect((await fetch(address, { headers: { 'if-none-match': '"1"' } })).status).toBe(304);
    expect((await fetch(address, { headers: { 'if-none-match': '"2"' } })).status).toBe(200);
  });

  it.each([
    ['too-many', 429],
    ['unavailable', 503],
    ['html', 200],
    ['wrong-type', 200],
    ['gzip', 200],
    ['redirect', 200],
    ['drip', 200],
    ['broken', 200],
  ] as const)('spoils the next request by %s, and no other', async (fault, status) => {
    replay.faults.plan({ service: 'echo', fault });
    const spoilt = await fetch(address);
    const text = await spoilt.text();
    expect(spoilt.status).toBe(status);
    expect(isJson(text)).toBe(['wrong-type', 'gzip', 'redirect', 'drip'].includes(fault));
    expect(await (await fetch(address)).json()).toBeTruthy();
    expect(replay.log.filter((entry) => entry.fault !== null)).toMatchObject([{ fault }]);
  });

  it('breaks a connection in the middle', async () => {
    replay.faults.plan({ service: 'echo', fault: 'cut' });
    await expect(fetch(address).then((answer) => answer.text())).rejects.toThrow();
  });

  it('spoils by chance, and the same for the same seed', async () => {
    const statuses = async () => {
      replay.faults.atRandom({ seed: 3, rate: 0.5, faults: ['unavailable'] });
      return Promise.all(Array.from({ length: 12 }, () => fetch(address).then(({ status }) => status)));
    };
    const first = await statuses();
    expect(new Set(first)).toEqual(new Set([200, 503]));
    expect((await statuses()).sort()).toEqual(first.sort());
    replay.faults.calm();
    expect((await fetch(address)).status).toBe(200);
  });

  it('writes down when requests came, and which came together', async () => {
    const other = replay.service('other', () => ({ type: 'text/plain', body: 'x' }), 'both');
    await fetch(address);
    await clock.sleep(5000);
    await fetch(other);
    expect(politeness(replay.log, 'both')).toEqual({ requests: 2, closest: 5250, together: 1 });
    const slow = replay.service(
      'slow',
      () => new Promise((resolve) => setTimeout(resolve, 20, { type: 'text/plain', body: '' })),
    );
    await Promise.all([fetch(slow), fetch(slow)]);
    expect(politeness(replay.log, 'slow').together).toBe(2);
  });

  it('counts a request in pieces as ended with its last byte', async () => {
    const one = replay.service('one', () => ({ type: 'text/plain', body: 'x'.repeat(100) }));
    replay.faults.plan({ service: 'one', fault: 'drip', times: 20 });
    for (let asked = 0; asked < 20; asked++) await (await fetch(one)).text();
    expect(politeness(replay.log, 'one').together).toBe(1);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
