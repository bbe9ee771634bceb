import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHttpDate, retryAfter } from './retry-after.ts';

const now = new Date('2026-03-09T12:00:00Z');
const ask = (headers: Record<string, string>) => retryAfter(new Map(Object.entries(headers)), now);
/** Whole seconds. */
const instant = fc
  .date({ min: new Date('1977-01-01'), max: new Date('2075-12-31'), noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000));
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

describe('parseHttpDate', () => {
  it('reads all three forms', () => {
    fc.assert(
      fc.property(instant, (date) => {
        const fixed = date.toUTCString();
        const [, day = '', month = '', year = '', time = ''] = fixed.split(' ');
        const old = `${days[date.getUTCDay()]}, ${day}-${month}-${year.slice(2)} ${time} GMT`;
        const asctime = `${fixed.slice(0, 3)} ${month} ${String(date.getUTCDate()).padStart(2)} ${time} ${year}`;
        for (const text of [fixed, old, asctime]) expect(parseHttpDate(text, now)).toEqual(date);
      }),
    );
    expect(parseHttpDate('Sunday, 06-Nov-94 08:49:37 GMT', now)).toEqual(new Date('1994-11-06T08:49:37Z'));
    expect(parseHttpDate('Sun Nov  6 08:49:37 1994', now)).toEqual(new Date('1994-11-06T08:49:37Z'));
  });

  it('reads nothing else', () => {
    fc.assert(fc.property(fc.string(), (text) => parseHttpDate(text, now) === null));
    for (const text of [
      '2026-03-09T12:00:00Z',
      'Mon, 31 Feb 2026 12:00:00 GMT',
      'Mon, 09 Mar 2026 24:00:00 GMT',
      'Mon, 09 Foo 2026 12:00:00 GMT',
      'Mon, 09 Mar 2026 12:00:00 +0100',
    ])
      expect(parseHttpDate(text, now), text).toBeNull();
  });
});

describe('retryAfter', () => {
  it('reads seconds', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (seconds) => ask({ 'retry-after': `${seconds}` }) === seconds * 1000),
    );
    expect(ask({ 'retry-after': '9'.repeat(400) })).toBe(366 * 86_400_000);
  });

  it('reads dates by the clock of the service where it has one', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -100_000, max: 100_000 }), (date, seconds) => {
        const until = new Date(date.getTime() + seconds * 1000);
        expect(ask({ 'retry-after': until.toUTCString(), date: date.toUTCString() })).toBe(
          Math.max(seconds, 0) * 1000,
        );
      }),
    );
    expect(ask({ 'retry-after': 'Mon, 09 Mar 2026 12:02:00 GMT' })).toBe(120_000);
  });

  it('is never negative, endless or wrong about nonsense', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (wish, remaining, reset) => {
        const headers = {
          'retry-after': wish,
          'x-ratelimit-remaining': remaining,
          'x-ratelimit-reset': reset,
        };
        const milliseconds = ask(headers);
        expect(milliseconds === null || (milliseconds >= 0 && milliseconds <= 366 * 86_400_000)).toBe(true);
      }),
    );
    for (const wish of ['-5', '1.5', '1e3', '0x10', 'soon', ''])
      expect(ask({ 'retry-after': wish }), wish).toBeNull();
  });

  it('reads a spent rate limit, at GitHub as an instant and at OpenAlex as seconds', () => {
    const reset = `${now.getTime() / 1000 + 90}`;
    expect(ask({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset })).toBe(90_000);
    expect(ask({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '90' })).toBe(90_000);
    expect(ask({ 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '90' })).toBeNull();
    expect(ask({ 'x-ratelimit-reset': '90' })).toBeNull();
  });
});
