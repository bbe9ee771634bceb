import {
  addDays,
  authorKey,
  currentDay,
  describeDay,
  describeLibrary,
  getAuthor,
  listCategories,
  listDays,
  listVenues,
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
  return { body: { from, to, days: await listDays(store, { from, to }, now) } };
};

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
