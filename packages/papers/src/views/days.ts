import {
  addDays,
  announcedAt,
  currentDay,
  finalAt,
  gatheredBy,
  isAnnouncementDay,
  nextAnnouncementDay,
  whyNoAnnouncement,
} from '../calendar/index.ts';
import type { Store } from '../store/store.ts';
import { shown } from './shown.ts';

/** What a reader of a day's page should know about the day itself. */
export interface DayDescription {
  day: string;
  /** Papers announced on it that the store holds. */
  count: number;
  /**
   * `complete`: the batch was due before `now`, and a source that watches says that all of it is here (or, before any
   * source watched, it is taken to be). `partial`: it is being announced, or papers came before their announcement.
   * `late`: it was due, and is not all here yet. `upcoming`: nothing yet. `no-announcement`: arXiv announces nothing on
   * such a day.
   */
  state: 'complete' | 'partial' | 'late' | 'upcoming' | 'no-announcement';
  /** Papers that such a day usually has: the median of the last ten complete ones; null where none is known. */
  usual: number | null;
  /**
   * From when on the day no longer grows: 20:40 New York, or 23:00 where sources gather it; null where nothing is announced.
   */
  finalAt: Date | null;
  /** Why there is no announcement: the weekend rule or a holiday's name. */
  why: string | null;
  /** Nearest days that have papers. */
  previous: string | null;
  next: string | null;
  nextAnnouncement: string;
  /** The newest complete day that has papers, at or before `now`. */
  lastFull: string | null;
}

/** Describes an announcement day as it stands at `now`. */
export async function describeDay(
  store: Pick<Store, 'query'>,
  day: string,
  now: Date = new Date(),
): Promise<DayDescription> {
  const [row] = await store.query<{
    count: number;
    previous: string | null;
    next: string | null;
    lastFull: string | null;
    told: boolean;
    watchedFrom: string | null;
    usual: number | null;
  }>(
    `select (select count(*)::int from papers p where announced_on = $1::date and ${shown}) as count,
            (select max(announced_on) from papers p where announced_on < $1::date and ${shown}) as previous,
            (select min(announced_on) from papers p where announced_on > $1::date and ${shown}) as next,
            (select max(announced_on) from papers p where announced_on <= $2::date and ${shown}
                and (announced_on < w.day or announced_on in (select day from complete_days) or w.day is null)) as "lastFull",
            exists (select from complete_days where day = $1::date) as told, w.day as "watchedFrom",
            (select percentile_cont(0.5) within group (order by papers)::int from (
               select count(*) as papers from papers where announced_on in (
                 select distinct day from complete_days where day < $1::date order by day desc limit 10)
               group by announced_on) c) as usual
       from (select min(day) as day from complete_days) w`,
    [day, lastFinalDay(now)],
  );
  const count = row?.count ?? 0;
  const announces = isAnnouncementDay(day);
  const watched = row !== undefined && row.watchedFrom !== null && day >= row.watchedFrom;
  const final = watched ? gatheredBy(day) : finalAt(day);
  return {
    day,
    count,
    finalAt: announces ? final : null,
    why: announces ? null : whyNoAnnouncement(day),
    previous: row?.previous ?? null,
    next: row?.next ?? null,
    nextAnnouncement: pendingAnnouncement(now),
    lastFull: row?.lastFull ?? null,
    state: stateOf({ day, count, announces, told: row?.told ?? false, watched, final, now }),
    usual: row?.usual ?? null,
  };
}

function stateOf({
  day,
  count,
  announces,
  told,
  watched,
  final,
  now,
}: {
  day: string;
  count: number;
  announces: boolean;
  told: boolean;
  watched: boolean;
  final: Date;
  now: Date;
}): DayDescription['state'] {
  if (!announces && count === 0) return 'no-announcement';
  if (!announces) return day <= currentDay(now) ? 'complete' : 'partial';
  if (told) return 'complete';
  if (now >= final) return watched ? 'late' : 'complete';
  return count > 0 || now >= announcedAt(day) ? 'partial' : 'upcoming';
}

/** The newest day that cannot grow any more. */
function lastFinalDay(now: Date): string {
  const today = currentDay(now);
  if (!isAnnouncementDay(today) || now >= finalAt(today)) return today;
  const yesterday = new Date(`${today}T12:00:00Z`);
  yesterday.setUTCDate(yesterday.getUTCDate() - 1);
  return yesterday.toISOString().slice(0, 10);
}

/** The day of the next announcement that has not been made. */
function pendingAnnouncement(now: Date): string {
  const today = currentDay(now);
  return isAnnouncementDay(today) && now < announcedAt(today) ? today : nextAnnouncementDay(today);
}

/** How many papers each day of a range has; days without any are left out. */
export async function countByDay(
  store: Pick<Store, 'query'>,
  from: string,
  to: string,
): Promise<Map<string, number>> {
  const rows = await store.query<{ day: string; papers: number }>(
    `select announced_on as day, count(*)::int as papers from papers p
      where announced_on between $1::date and $2::date and ${shown} group by 1 order by 1`,
    [from, to],
  );
  return new Map(rows.map(({ day, papers }) => [day, papers]));
}

/** Every day of a range, newest first, with its papers and its state as `describeDay` tells it, without a query a day. */
export async function listDays(
  store: Pick<Store, 'query'>,
  { from, to }: { from: string; to: string },
  now: Date,
): Promise<Pick<DayDescription, 'day' | 'count' | 'state'>[]> {
  const counts = await countByDay(store, from, to);
  const told = await store.query<{ day: string }>('select distinct day from complete_days order by day');
  const complete = new Set(told.map(({ day }) => day));
  const watchedFrom = told[0]?.day ?? null;
  const days: Pick<DayDescription, 'day' | 'count' | 'state'>[] = [];
  for (let day = to; day >= from; day = addDays(day, -1)) {
    const count = counts.get(day) ?? 0;
    const watched = watchedFrom !== null && day >= watchedFrom;
    const final = watched ? gatheredBy(day) : finalAt(day);
    const announces = isAnnouncementDay(day);
    days.push({
      day,
      count,
      state: stateOf({ day, count, announces, told: complete.has(day), watched, final, now }),
    });
  }
  return days;
}

/** Keeps a source's word that it has brought all of these announcement days. */
export async function markComplete(
  store: Pick<Store, 'query'>,
  source: string,
  days: readonly string[],
): Promise<void> {
  if (days.length === 0) return;
  await store.query(
    `insert into complete_days (day, source) select day, $1 from unnest($2::date[]) as d (day)
     on conflict (day, source) do nothing`,
    [source, days],
  );
}
