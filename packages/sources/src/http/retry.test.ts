import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayPass, pauseBeforeNextTry, usualRetries } from './retry.ts';
import { SourceError, type SourceFailure } from './source-error.ts';

const now = new Date('2026-03-09T12:00:00Z');
const failed = (failure: SourceFailure, details: { status?: number; wait?: number } = {}) =>
  new SourceError(failure, 'It failed.', 'Wait.', {
    ...(details.status === undefined ? {} : { status: details.status }),
    ...(details.wait === undefined ? {} : { retryAt: new Date(now.getTime() + details.wait) }),
  });
const pause = (error: SourceError, tried = 1, random = 0.5, spent = 0) =>
  pauseBeforeNextTry(error, { tried, spent, now, random: () => random });

describe('mayPass', () => {
  it('knows what passes', () => {
    const passing: SourceFailure[] = ['network', 'timeout', 'content'];
    const lasting: SourceFailure[] = ['too-large', 'address', 'quota', 'resting', 'aborted'];
    for (const failure of passing) expect(mayPass(failed(failure)), failure).toBe(true);
    for (const failure of lasting) expect(mayPass(failed(failure)), failure).toBe(false);
    for (const status of [408, 425, 429, 500, 502, 503, 504])
      expect(mayPass(failed('status', { status })), `${status}`).toBe(true);
    for (const status of [300, 304, 400, 401, 403, 404, 410, 501])
      expect(mayPass(failed('status', { status })), `${status}`).toBe(false);
    expect(mayPass(failed('status', { status: 403, wait: 1000 }))).toBe(true);
  });
});

describe('pauseBeforeNextTry', () => {
  it('doubles the bound, and takes anything below it', () => {
    expect([1, 2, 3, 4].map((tried) => pause(failed('network'), tried, 1))).toEqual([
      5_000, 10_000, 20_000, 40_000,
    ]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (tried, random) => {
          const milliseconds = pause(failed('timeout'), tried, random) ?? -1;
          expect(milliseconds).toBeGreaterThanOrEqual(0);
          expect(milliseconds).toBeLessThanOrEqual(Math.min(5_000 * 2 ** (tried - 1), 120_000));
        },
      ),
    );
  });

  it('gives up after the tries and the patience', () => {
    expect(pause(failed('network'), 5)).toBeNull();
    expect(pause(failed('network'), 1, 0.5, usualRetries.patience - 2_000)).toBeNull();
    expect(pause(failed('network'), 1, 0.1, usualRetries.patience - 2_000)).toBe(500);
  });

  it('does as the service wishes, up to an hour, and never comes sooner than by itself', () => {
    expect(pause(failed('status', { status: 429, wait: 60_000 }))).toBe(60_000);
    expect(pause(failed('status', { status: 503, wait: 3_600_000 }))).toBe(3_600_000);
    expect(pause(failed('status', { status: 503, wait: 3_601_000 }))).toBeNull();
    expect(pause(failed('status', { status: 429, wait: 0 }))).toBe(2_500);
  });
});
