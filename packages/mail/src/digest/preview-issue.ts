import type { Store } from '@broadsheet/papers';
import { nextIssue } from '../subscriptions/cadence.ts';
import type { SubscriptionPlan } from '../subscriptions/plan.ts';
import { newsDesk } from './candidates.ts';
import { composeIssue } from './compose-issue.ts';
import type { Digest } from './digest.ts';
import { newsWindow, unfinishedDays, type NewsWindow } from './news-window.ts';

export interface Preview {
  /** What would come if it were put together now; null where nothing matches. */
  digest: Digest | null;
  window: NewsWindow;
  /** When the first one comes. */
  next: { day: string; at: Date };
}

/**
 * The very next mail of a plan that nobody has subscribed to yet, as it would be if it were put together now.
 * @param window Other announcement days than those of a first issue.
 */
export async function previewIssue(
  store: Store,
  plan: SubscriptionPlan,
  now: Date,
  window: NewsWindow | null = newsWindow(plan.cadence, null, now),
): Promise<Preview> {
  if (window === null) throw new RangeError('A first issue always has days to look back on.');
  const next = nextIssue(plan.cadence, null, now);
  const partial = await unfinishedDays(store, window, now);
  const issue = await composeIssue(newsDesk(store), {
    plan,
    window,
    since: null,
    received: new Set(),
    mutes: [],
    partial,
  });
  return {
    digest: issue === null ? null : { ...issue.content, day: next.day, entries: issue.entries },
    window,
    next,
  };
}
