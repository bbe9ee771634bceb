import type { Clock } from '../clock.ts';

/**
 * A clock that stands still while anything happens and jumps to the next sleeper's hour when somebody sleeps: hours of
 * politeness pass in milliseconds, in their right order.
 * @param standsStill While this is true nobody wakes.
 */
export function virtualClock(
  start = '2026-03-09T12:00:00Z',
  standsStill: () => boolean = () => false,
): Clock & {
  advance(milliseconds: number): void;
  /** All that was slept, in milliseconds, in the order of waking. */
  readonly slept: number[];
} {
  let now = Date.parse(start);
  const slept: number[] = [];
  const sleepers: { until: number; milliseconds: number; wake: () => void }[] = [];

  function wakeNext() {
    if (standsStill()) {
      setTimeout(wakeNext, 1);
      return;
    }
    sleepers.sort((a, b) => a.until - b.until);
    const next = sleepers.shift();
    if (next === undefined) return;
    now = Math.max(now, next.until);
    slept.push(next.milliseconds);
    next.wake();
  }

  return {
    slept,
    now: () => new Date(now),
    sleep(milliseconds, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper = {
          until: now + milliseconds,
          milliseconds,
          wake() {
            signal?.removeEventListener('abort', stop);
            resolve();
          },
        };
        const stop = () => {
          sleepers.splice(sleepers.indexOf(sleeper), 1);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', stop);
        sleepers.push(sleeper);
        // What else is going on gets its turn of the real loop first.
        setTimeout(wakeNext, 1);
      });
    },
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}
