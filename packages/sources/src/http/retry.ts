import type { SourceError } from './source-error.ts';

/** How often, and for how long, a request is tried again. */
export interface RetryRules {
  /** Tries in all. Default 5. */
  tries: number;
  /**
   * Milliseconds of trying and of our own pauses, in all. Default 10 minutes. Waiting for a turn, or because the service
   * asked for it, is not counted: that is not its failure.
   */
  patience: number;
  /** The longest first pause in milliseconds; each further one may be twice as long. Default 5 seconds. */
  firstPause: number;
  /** No pause of our own is longer. Default 2 minutes. */
  longestPause: number;
}

export const usualRetries: RetryRules = {
  tries: 5,
  patience: 600_000,
  firstPause: 5_000,
  longestPause: 120_000,
};

/** The longest wish of a service that is waited for on the spot, in milliseconds. For more, the run ends. */
export const longestObeyed = 3_600_000;

const passingStatuses: readonly (number | null)[] = [408, 425, 429, 500, 502, 503, 504];

/** Whether the same request may well succeed later. A 403 may where it says until when: GitHub's way to say 429. */
export function mayPass(error: SourceError): boolean {
  switch (error.failure) {
    case 'network':
    case 'timeout':
    case 'content':
      return true;
    case 'status':
      return passingStatuses.includes(error.status) || (error.status === 403 && error.retryAt !== null);
    default:
      return false;
  }
}

/**
 * The pause before the next try in milliseconds, or null to give up.
 *
 * Exponential back-off with full jitter: anything from nothing to a bound that doubles, which keeps clients that failed
 * together from coming back together (M. Brooker, Exponential Backoff And Jitter, AWS Architecture Blog, 2015). The
 * service's wish where that is longer, up to an hour.
 * @param state Tries so far, at least 1; milliseconds spent so far, as `patience` counts them.
 */
export function pauseBeforeNextTry(
  error: SourceError,
  state: { tried: number; spent: number; now: Date; random: () => number },
  rules: RetryRules = usualRetries,
): number | null {
  if (!mayPass(error) || state.tried >= rules.tries) return null;
  const bound = Math.min(rules.firstPause * 2 ** (state.tried - 1), rules.longestPause);
  const own = Math.round(state.random() * bound);
  if (state.spent + own > rules.patience) return null;
  if (error.retryAt === null) return own;
  const asked = error.retryAt.getTime() - state.now.getTime();
  return asked > longestObeyed ? null : Math.max(asked, own);
}
