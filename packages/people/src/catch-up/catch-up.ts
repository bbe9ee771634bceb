import {
  addDays,
  currentDay,
  listNews,
  type NewsItem,
  type NewsRequest,
  type Store,
} from '@broadsheet/papers';
import { chooseFollowed, type FollowedBy, type QueryMatcher } from '../follows/followed-news.ts';
import type { Follow } from '../follows/follow.ts';
import { getReadingSettings, type ReadingSettings } from '../follows/reading-settings.ts';
import type { RulesInForce } from '../rules/index.ts';
import { getMarker, type CatchUpView, type Marker } from './marker.ts';

/** Days that a first catch-up looks back over. */
const firstDays = 7;
/** Days that a catch-up looks back over at most: whoever was away longer begins anew. */
export const longestAway = 62;

/** The constant of reciprocal rank fusion: see `order`. */
const fusionConstant = 60;

/** Further rankings of papers, best first, such as by a reader's interests; each counts as much as the trending one. */
export interface FurtherRanking {
  /** Why a paper that is in it is shown: `near to your interests`. */
  why: string;
  ids: readonly number[];
}

export interface CatchUpRequest {
  memberId: string;
  /** `following` has what the member follows alone. */
  view: CatchUpView;
  now: Date;
  rules: Pick<RulesInForce, 'hides'> | null;
  follows: readonly Follow[];
  matches: QueryMatcher;
  /** Given what is new, by trending score. */
  further?: (ids: readonly number[]) => Promise<readonly FurtherRanking[]>;
}

/** A paper of a catch-up. */
export interface CatchUpItem {
  paperId: number;
  /** Its place among all that is new, by trending score, from 1; null where it came by somebody's vote and is not new itself. */
  trendingRank: number | null;
  by: FollowedBy[];
  /** What other rankings say of it. */
  why: string[];
}

/** What somebody missed, the best of it first. */
export interface CatchUp {
  view: CatchUpView;
  /** What the member said last; null where they never did. */
  marker: Marker | null;
  settings: ReadingSettings;
  /** Announcement days (America/New_York) that it covers. */
  from: string;
  to: string;
  /** Whether there would be more days, had the member not been away for longer than a catch-up looks back over. */
  cut: boolean;
  /** When it was put together: what comes to the store later is news for the next one. */
  at: Date;
  /** The best, as many as the budget allows. */
  items: CatchUpItem[];
  /** All that is new and has not been shown, without what is hidden. */
  total: number;
  /** What the member's rules hide of it. */
  hidden: number;
}

/**
 * Puts a catch-up together: what is new since the member caught up last, or within the days that they have chosen, without papers
 * that a catch-up has shown before and without what their rules hide. Nothing is written: only `markCaughtUp` moves the marker.
 */
export async function catchUp(store: Store, request: CatchUpRequest): Promise<CatchUp> {
  const { memberId, view, now, rules, follows, matches, further } = request;
  const settings = await getReadingSettings(store, memberId);
  const marker = await getMarker(store, memberId, view);
  const { cut, ...window } = windowOf(marker, settings, now);
  const news = await listNews(store, window);
  const followed = await chooseFollowed(store, follows, news, window, matches);
  const by = new Map(followed.map((one) => [one.paperId, one.by]));
  const candidates = view === 'following' ? followed.map(({ paperId }) => paperId) : allOf(news, followed);
  const fresh = await withoutShown(store, memberId, candidates);
  const hidden = await hiddenAmong(store, fresh, rules);
  const wanted = fresh.filter((id) => !hidden.has(id));
  const rankings = (await further?.(wanted)) ?? [];
  const places = new Map(news.map(({ id }, index) => [id, index + 1]));
  const best = order(wanted, [
    ...[news.map(({ id }) => id), wanted.filter((id) => by.has(id))],
    ...rankings.map(({ ids }) => ids),
  ]);
  return {
    view,
    marker,
    settings,
    from: window.from > window.to ? window.to : window.from,
    to: window.to,
    cut,
    at: now,
    items: best.slice(0, settings.catchUpBudget).map((paperId) => ({
      paperId,
      trendingRank: places.get(paperId) ?? null,
      by: by.get(paperId) ?? [],
      why: rankings.flatMap((ranking) => (ranking.ids.includes(paperId) ? ranking.why : [])),
    })),
    total: wanted.length,
    hidden: hidden.size,
  };
}

function windowOf(
  marker: Marker | null,
  { catchUpDays }: ReadingSettings,
  now: Date,
): NewsRequest & { cut: boolean } {
  const to = currentDay(now);
  const reach = addDays(to, 1 - longestAway);
  const wanted =
    catchUpDays !== null
      ? addDays(to, 1 - catchUpDays)
      : marker === null
        ? addDays(to, 1 - firstDays)
        : addDays(marker.coveredTo, 1);
  const since = catchUpDays === null ? (marker?.at ?? null) : null;
  // Who has just caught up begins tomorrow; what comes today all the same is late news.
  return wanted < reach ? { from: reach, to, since, cut: true } : { from: wanted, to, since, cut: false };
}

function allOf(news: readonly NewsItem[], followed: readonly { paperId: number }[]): number[] {
  return [...new Set([...news.map(({ id }) => id), ...followed.map(({ paperId }) => paperId)])];
}

async function withoutShown(
  store: Pick<Store, 'query'>,
  memberId: string,
  ids: readonly number[],
): Promise<number[]> {
  const rows = await store.query<{ id: number }>(
    'select paper_id as id from catch_up_shown where member_id = $1',
    [memberId],
  );
  const shown = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => !shown.has(id));
}

async function hiddenAmong(
  store: Pick<Store, 'query'>,
  ids: readonly number[],
  rules: Pick<RulesInForce, 'hides'> | null,
): Promise<Set<number>> {
  if (rules === null || ids.length === 0) return new Set();
  const parameters: unknown[] = [ids];
  const condition = rules.hides((value) => `$${parameters.push(value)}`);
  const rows = await store.query<{ id: number }>(
    `select p.id from papers p where p.id = any($1::bigint[]) and (${condition})`,
    parameters,
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * One order of several rankings by reciprocal rank, 1 / (60 + rank) summed (Cormack, Clarke and Buettcher, "Reciprocal rank fusion
 * outperforms Condorcet and individual rank learning methods", 2009). Ties go by the first ranking.
 */
function order(ids: readonly number[], rankings: readonly (readonly number[])[]): number[] {
  const scores = new Map(ids.map((id) => [id, 0]));
  for (const ranking of rankings)
    ranking.forEach((id, index) => {
      const score = scores.get(id);
      if (score !== undefined) scores.set(id, score + 1 / (fusionConstant + index + 1));
    });
  const places = new Map(ids.map((id, index) => [id, index]));
  return [...ids].sort(
    (a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0) || (places.get(a) ?? 0) - (places.get(b) ?? 0),
  );
}
