import { isDay, type Store } from '@broadsheet/papers';
import { presentPapers } from './present-papers.ts';

export const catchUpViews = ['everything', 'following'] as const;
export type CatchUpView = (typeof catchUpViews)[number];

/** How far a member has caught up with a view. */
export interface Marker {
  /** When they said so. */
  at: Date;
  /** The newest announcement day (America/New_York) that they had seen. */
  coveredTo: string;
}

/** For how many days it is remembered what was shown: longer than any catch-up looks back. */
const daysRemembered = 120;

/** How far a member has caught up; null where they have never said so. */
export async function getMarker(
  store: Pick<Store, 'query'>,
  memberId: string,
  view: CatchUpView,
): Promise<Marker | null> {
  const [row] = await store.query<Marker>(
    'select at, covered_to as "coveredTo" from catch_up_markers where member_id = $1 and view = $2',
    [memberId, view],
  );
  return row ?? null;
}

/** What a member says they have caught up with. */
export interface CaughtUp {
  view: CatchUpView;
  /** When what they saw was put together; not after `now`. */
  at: Date;
  /** The newest day that it covered. */
  to: string;
  /** Internal ids of the papers that were shown, at most 200: no catch-up shows them again, whatever its view. */
  shown: readonly number[];
  now: Date;
}

/**
 * Moves a member's marker to where they have read, and remembers what they were shown. It only moves forwards: a page that was left
 * open for a week takes nothing back.
 * @throws RangeError for a day that is none.
 */
export async function markCaughtUp(
  store: Store,
  memberId: string,
  { view, at, to, shown, now }: CaughtUp,
): Promise<void> {
  if (!isDay(to)) throw new RangeError(`${to} is no day.`);
  const seen = at > now ? now : at;
  const papers = await presentPapers(store, shown.slice(0, 200));
  await store.transaction(async ({ query }) => {
    await query(
      `insert into catch_up_markers as m (member_id, view, at, covered_to)
       values ($1, $2, $3, least($4::date, ($5::timestamptz at time zone 'America/New_York')::date))
       on conflict (member_id, view) do update set at = greatest(m.at, excluded.at),
         covered_to = greatest(m.covered_to, excluded.covered_to)`,
      [memberId, view, seen, to, now],
    );
    await query(
      `insert into catch_up_shown (member_id, paper_id, at) select $1, id, $3 from unnest($2::bigint[]) as id
       on conflict do nothing`,
      [memberId, papers, now],
    );
    await query('delete from catch_up_shown where member_id = $1 and at < $2', [
      memberId,
      new Date(now.getTime() - daysRemembered * 86_400_000),
    ]);
  });
}

/** Forgets how far a member has caught up and what they were shown: everything begins anew. */
export async function forgetCaughtUp(store: Store, memberId: string): Promise<void> {
  await store.transaction(async ({ query }) => {
    await query('delete from catch_up_markers where member_id = $1', [memberId]);
    await query('delete from catch_up_shown where member_id = $1', [memberId]);
  });
}
