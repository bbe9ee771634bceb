import { announcedAt, describeDay, type Store } from '@broadsheet/papers';
import { nextIssue } from '../subscriptions/cadence.ts';
import type { SubscriptionPlan } from '../subscriptions/plan.ts';
import { newsDesk } from './candidates.ts';
import { composeIssue } from './compose-issue.ts';
import type { Digest } from './digest.ts';
import { readerDesk, type Reader } from './readers.ts';
import { newestAnnounced, newsWindow, unfinishedDays, type NewsWindow } from './news-window.ts';

export interface Preview {
  /** What would come if it were put together now; null where nothing matches. */
  digest: Digest | null;
  window: NewsWindow;
  /**
   * Nothing is new in the days that the next mail covers, as on a weekend or in a library that is not kept up: the digest is
   * what it would have been on the newest days that have papers.
   */
  isPast: boolean;
  /** When the first one comes. */
  next: { day: string; at: Date };
}

/**
 * The very next mail of a plan that nobody has subscribed to yet, as it would be if it were put together now.
 * @param asked Other announcement days than those of a first issue.
 * @param reader Who of the members would read it, for what they follow and hide.
 */
export async function previewIssue(
  store: Store,
  plan: SubscriptionPlan,
  now: Date,
  asked: NewsWindow | null = null,
  reader: Reader | null = null,
): Promise<Preview> {
  const next = nextIssue(plan.cadence, null, now);
  const window = asked ?? newsWindow(plan.cadence, null, now);
  if (window === null) throw new RangeError('A first issue always has days to look back on.');
  const digest = await compose(store, plan, window, next.day, now, reader);
  if (digest !== null || asked !== null) return { digest, window, isPast: false, next };
  const past = await newestWindow(store, plan, now);
  if (past === null || past.to >= window.to) return { digest, window, isPast: false, next };
  const last = await compose(store, plan, past, next.day, now, reader);
  return last === null
    ? { digest, window, isPast: false, next }
    : { digest: last, window: past, isPast: true, next };
}

async function compose(
  store: Store,
  plan: SubscriptionPlan,
  window: NewsWindow,
  day: string,
  now: Date,
  reader: Reader | null,
): Promise<Digest | null> {
  const partial = await unfinishedDays(store, window, now);
  const desk = newsDesk(store);
  const own = readerDesk(store, desk.once, now);
  const issue = await composeIssue(desk, {
    plan,
    window,
    since: null,
    received: new Set(),
    mutes: [],
    partial,
    follows: reader === null ? [] : await own.follows(reader),
    rules: reader === null ? null : await own.rules(reader),
  });
  return issue === null ? null : { ...issue.content, day, entries: issue.entries };
}

/** What a first issue would cover on the evening of the newest day that has papers. */
async function newestWindow(store: Store, plan: SubscriptionPlan, now: Date): Promise<NewsWindow | null> {
  const { previous } = await describeDay(store, newestAnnounced(now), now);
  return previous === null ? null : newsWindow(plan.cadence, null, announcedAt(previous));
}
