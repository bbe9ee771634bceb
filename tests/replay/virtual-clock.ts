import { setImmediate as turn } from 'node:timers/promises';

/** A clock that stands still until somebody sleeps by it or moves it: months pass in seconds. */
export interface VirtualClock {
  now(): Date;
  /** Moves the clock on and resolves at once. Rejects when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Moves the clock to an instant; never back. */
  moveTo(instant: Date): void;
}

/** @param start ISO 8601, e.g. `2026-10-15T12:00:00Z`. */
export function virtualClock(start: string): VirtualClock {
  let time = Date.parse(start);
  return {
    now: () => new Date(time),
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      time += Math.max(0, milliseconds);
      // Whoever waits for the network or for a timer gets its turn.
      await turn();
      signal?.throwIfAborted();
    },
    moveTo(instant) {
      time = Math.max(time, instant.getTime());
    },
  };
}
