import { setTimeout as pause } from 'node:timers/promises';

/** Time, so that tests can stop it and let hours pass at once. */
export interface Clock {
  now(): Date;
  /** Resolves after so many milliseconds. Rejects when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The time of this machine. Turns and rests are counted by the store's time instead, which all processes share. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) => pause(milliseconds, undefined, signal === undefined ? {} : { signal }),
};
