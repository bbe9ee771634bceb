import {
  addDays,
  announcedAt,
  authorKey,
  countByDay,
  currentDay,
  describeDay,
  describeLibrary,
  finalAt,
  getAuthor,
  isAnnouncementDay,
  listCategories,
  listVenues,
  type DayDescription,
  type Store,
} from '@broadsheet/papers';
import type { Answerer } from './operation.ts';
import { ApiProblem } from './problem.ts';
import type { author, categories, day, days, status, venues } from './v1-operations.ts';

const longestRange = 400;

export const answerDays: Answerer<typeof days> = async ({ query }, { store, now }) => {
  const to = query.to ?? (query.from === undefined ? currentDay(now) : addDays(query.from, 30));
  const from = query.from ?? addDays(to, -30);
  if (from > to || addDays(from, longestRange) <= to) {
    const remedy = `Give a first day that is not after the last one, and at most ${longestRange} days.`;
    throw new ApiProblem(400, 'A range that does not fit', remedy, [{ field: 'from', remedy }]);
  }
  const counts = await countByDay(store, from, to);
  const told = await toldDays(store);
  const list: { day: string; count: number; state: DayDescription['state'] }[] = [];
  for (let at = to; at >= from; at = addDays(at, -1)) {
    const count = counts.get(at) ?? 0;
    list.push({ day: at, count, state: dayState(at, count, told, now) });
  }
  return { body: { from, to, days: list } };
};

/** Days of which a source that watches has said that it holds everything, and the first of them. */
async function toldDays(store: Pick<Store, 'query'>): Promise<{ days: Set<string>; first: string | null }> {
  const rows = await store.query<{ day: string }>('select distinct day from complete_days order by day');
  return { days: new Set(rows.map(({ day }) => day)), first: rows[0]?.day ?? null };
}

/** As `describeDay` tells it, without a query a day. */
function dayState(
  at: string,
  count: number,
  told: Awaited<ReturnType<typeof toldDays>>,
  now: Date,
): DayDescription['state'] {
  if (!isAnnouncementDay(at)) {
    if (count === 0) return 'no-announcement';
    return at <= currentDay(now) ? 'complete' : 'partial';
  }
  if (told.days.has(at)) return 'complete';
  if (now >= finalAt(at)) return told.first !== null && at >= told.first ? 'late' : 'complete';
  return count > 0 || now >= announcedAt(at) ? 'partial' : 'upcoming';
}

export const answerDay: Answerer<typeof day> = async ({ params }, { store, now, url }) => {
  const described = await describeDay(store, params.day, now);
  return {
    body: {
      ...described,
      finalAt: described.finalAt?.toISOString() ?? null,
      papers: `${url.origin}/api/v1/papers?from=${params.day}&to=${params.day}`,
    },
  };
};

export const answerCategories: Answerer<typeof categories> = async (_, { store }) => ({
  body: { items: await listCategories(store) },
});

export const answerVenues: Answerer<typeof venues> = async (_, { store }) => ({
  body: { items: await listVenues(store) },
});

export const answerAuthor: Answerer<typeof author> = async ({ params }, { store, url }) => {
  const nameKey = authorKey(params.key);
  const found = await getAuthor(store, nameKey);
  if (found === null) {
    const remedy = 'Give the name as it stands on a paper, or search with author:"…".';
    throw new ApiProblem(404, 'Author not found', `No paper here has an author of that name. ${remedy}`, [
      { field: 'key', remedy },
    ]);
  }
  return { body: { ...found, works: `${url.origin}/api/v1/papers?author=${encodeURIComponent(nameKey)}` } };
};

export const answerStatus: Answerer<typeof status> = async (_, { store, now }) => ({
  body: {
    ...(await describeLibrary(store)),
    currentDay: currentDay(now),
    store: { kind: store.kind, ...store.capabilities },
  },
});
