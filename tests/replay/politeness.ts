import type { LoggedRequest } from './replay-server.ts';

/** How closely a scope's requests followed each other. */
export interface Politeness {
  requests: number;
  /** Least time from one start to the next in milliseconds; Infinity below two requests. */
  closest: number;
  /** Most requests that were under way together. */
  together: number;
}

/** What the log proves about the requests of a scope. */
export function politeness(log: readonly LoggedRequest[], scope: string): Politeness {
  const requests = log.filter((entry) => entry.scope === scope);
  const starts = requests.map(({ start }) => start.getTime()).sort((a, b) => a - b);
  return {
    requests: requests.length,
    closest: Math.min(...starts.slice(1).map((start, index) => start - (starts[index] ?? start))),
    together: Math.max(0, ...requests.map(({ beside }) => beside + 1)),
  };
}
