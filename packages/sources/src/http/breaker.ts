import { SourceError } from './source-error.ts';

/** Failed requests in a row, each after its retries, until a service is left alone. */
export const failuresBeforeRest = 5;

/** The first rest in milliseconds. Each further failure doubles it, up to the longest. */
export const firstRest = 300_000;
export const longestRest = 6 * 3_600_000;

/** What a request, after its retries, says about its service: null where it says nothing, such as at the program's end. */
export type Verdict = 'answered' | 'failed' | null;

/**
 * Judges a failed request. A service that says 404 or 400 is there and well; one that locks us out (401, 403), is in
 * trouble or cannot be reached is not; and an answer that is too large or a look-up that leads to a private address says
 * nothing.
 */
export function verdictOf(error: unknown): Verdict {
  if (!(error instanceof SourceError)) return null;
  switch (error.failure) {
    case 'network':
    case 'timeout':
    case 'content':
      return 'failed';
    case 'status': {
      const status = error.status ?? 0;
      return status >= 500 || [401, 403, 408, 425, 429].includes(status) ? 'failed' : 'answered';
    }
    default:
      return null;
  }
}
