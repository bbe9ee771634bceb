import {
  addDays,
  announcedAt,
  currentDay,
  isAnnouncementDay,
  listDays,
  previousAnnouncementDay,
  type Store,
} from '@broadsheet/papers';
import type { Cadence } from '../subscriptions/plan.ts';
import type { IssueContent } from './digest.ts';

/** The announcement days (America/New_York) that an issue covers. */
export interface NewsWindow {
  from: string;
  to: string;
}

/** Days before its newest that a first issue, which follows none, looks back over: one batch, a week, a month. */
const firstReach = { daily: 0, weekdays: 0, weekly: 6, monthly: 30 } as const;

/** The newest day whose announcement has begun. */
export function newestAnnounced(now: Date): string {
  const today = currentDay(now);
  return isAnnouncementDay(today) && now >= announcedAt(today) ? today : previousAnnouncementDay(today);
}

/**
 * What the next issue covers: everything since the last one.
 * @param coveredTo Where the last one ended; null for a first issue, which goes back to the subscription's beginning at
 *   least.
 * @returns null where nothing has been announced since.
 */
export function newsWindow(
  cadence: Cadence,
  coveredTo: string | null,
  now: Date,
  begun: Date = now,
): NewsWindow | null {
  const to = newestAnnounced(now);
  const reach = addDays(to, -firstReach[cadence.frequency]);
  const first = newestAnnounced(begun);
  const from = coveredTo !== null ? addDays(coveredTo, 1) : reach < first ? reach : first;
  return from > to ? null : { from, to };
}

/** The days of a window that are not all here yet, the newest last. */
export async function unfinishedDays(
  store: Pick<Store, 'query'>,
  window: NewsWindow,
  now: Date,
): Promise<IssueContent['partial']> {
  // Whatever is still missing after a fortnight has other reasons than the hour.
  const from = window.from > addDays(window.to, -14) ? window.from : addDays(window.to, -14);
  const days = await listDays(store, { from, to: window.to }, now);
  return days
    .filter(({ state }) => state === 'partial' || state === 'late')
    .map(({ day, count }) => ({ day, count, usual: null }))
    .reverse();
}
