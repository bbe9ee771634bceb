import fc from 'fast-check';
import { expect, it } from 'vitest';
import { domainRate } from './domain-rate.ts';

const start = Date.UTC(2026, 10, 25);

it('never gives a domain more in a minute than it may have, and not much less in the long run', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 700 }), (perMinute, step) => {
      const rate = domainRate(perMinute);
      const sent: number[] = [];
      for (let at = 0; at < 300_000; at += step)
        while (sent.length < 20_000 && rate.take('example.org', new Date(start + at))) sent.push(at);
      sent.forEach((at, n) => expect((sent[n + perMinute] ?? Infinity) - at).toBeGreaterThanOrEqual(59_000));
      const evenly = Math.max(1, perMinute - Math.max(1, Math.floor(perMinute / 10)));
      if (sent.length < 20_000) expect(sent.length).toBeGreaterThanOrEqual(Math.floor(evenly * 5 * 0.85));
    }),
    { numRuns: 30 },
  );
});

it('does not make one domain wait for another', () => {
  const rate = domainRate(10);
  const now = new Date(start);
  expect([rate.take('a.org', now), rate.take('a.org', now), rate.take('b.org', now)]).toEqual([
    true,
    false,
    true,
  ]);
  const { domains, wait } = rate.resting(now);
  expect(domains).toEqual(['a.org']);
  expect(rate.take('a.org', new Date(start + wait))).toBe(true);
});
