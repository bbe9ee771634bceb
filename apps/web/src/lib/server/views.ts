import {
  addDays,
  categoryName,
  currentDay,
  getAuthor,
  isDay,
  monthOf,
  parseMonth,
  parseWeek,
  shown,
  weekOf,
  type Period,
  type Selection,
  type Store,
} from '@broadsheet/papers';
import { longDay, monthName } from '../dates.ts';

export type ListOrder = Extract<Selection['order'], 'trending' | 'votes' | 'newest'>;
export const listOrders: readonly ListOrder[] = ['trending', 'votes', 'newest'];

/** A list of papers that has an address: its page, its feeds and its next pages are all made from this. */
export interface View {
  kind:
    'day' | 'week' | 'month' | 'range' | 'trending' | 'featured' | 'category' | 'venue' | 'author' | 'list';
  /** Address of the page, without query. */
  path: string;
  title: string;
  /** One sentence for feeds and search engines. */
  description: string;
  selection: Selection;
  period?: Period;
  previousPath?: string;
  nextPath?: string;
}

/**
 * The view at an address such as `/day/2026-03-10`, `/week/2026-W11`, `/trending`, `/categories/cs.LG`; null where there
 * is none. `/` and `/feed` stand for the newest day that has papers.
 */
export async function viewAt(
  store: Store,
  path: string,
  query: URLSearchParams,
  now: Date,
): Promise<View | null> {
  const [kind = '', ...rest] = path.replace(/^\/+|\/+$/g, '').split('/');
  const name = decodeURIComponent(rest.join('/'));
  switch (kind) {
    case '':
    case 'feed':
      return name === '' ? newest(store, now) : null;
    case 'trending':
      return name === '' ? trending : null;
    case 'day':
      return isDay(name) ? dayView(name) : null;
    case 'week':
      return periodView('week', parseWeek(name), weekOf);
    case 'month':
      return periodView('month', parseMonth(name), monthOf);
    case 'range':
      return name === '' ? rangeView(query.get('from') ?? '', query.get('to') ?? '') : null;
    case 'categories':
      return name === '' ? null : categoryView(name);
    case 'venues':
      return name === '' ? null : venueView(store, name);
    case 'authors':
      return authorView(store, name);
    case 'lists':
      return listView(store, name);
    case 'featured':
      return name === '' ? featured : null;
    default:
      return null;
  }
}

const trending: View = {
  kind: 'trending',
  path: '/trending',
  title: 'Trending papers',
  description: 'Papers by the attention they have now, fair between fields, by a published formula.',
  selection: { order: 'trending' },
};

const featured: View = {
  kind: 'featured',
  path: '/featured',
  title: 'Featured papers',
  description: 'Papers that the editors of this site put forward, the newest choice first.',
  selection: { featured: true, order: 'featured' },
};

/** Feeds of the front page follow the newest papers over days. */
async function newest(store: Store, now: Date): Promise<View> {
  const [row] = await store.query<{ day: string | null }>(
    `select max(announced_on) as day from papers p where announced_on <= $1::date and ${shown}`,
    [currentDay(now)],
  );
  const to = row?.day ?? currentDay(now);
  return {
    kind: 'range',
    path: '/',
    title: 'The daily papers',
    description: 'The papers of the newest days.',
    selection: { from: addDays(to, -7), to, order: 'newest' },
  };
}

export function dayView(day: string): View {
  return {
    kind: 'day',
    path: `/day/${day}`,
    title: longDay(day),
    description: `Papers announced on ${longDay(day)}.`,
    selection: { from: day, to: day, order: 'trending' },
    period: { name: day, from: day, to: day },
  };
}

function periodView(
  kind: 'week' | 'month',
  period: Period | null,
  periodOf: (day: string) => Period,
): View | null {
  if (period === null) return null;
  const title =
    kind === 'month'
      ? monthName(period.from)
      : `Week ${Number(period.name.slice(-2))} of ${period.name.slice(0, 4)}`;
  return {
    kind,
    path: `/${kind}/${period.name}`,
    title,
    description: `Papers announced from ${longDay(period.from)} to ${longDay(period.to)}.`,
    selection: { from: period.from, to: period.to, coarse: true, order: 'trending' },
    period,
    previousPath: `/${kind}/${periodOf(addDays(period.from, -1)).name}`,
    nextPath: `/${kind}/${periodOf(addDays(period.to, 1)).name}`,
  };
}

function rangeView(from: string, to: string): View | null {
  if (!isDay(from) || !isDay(to) || from > to) return null;
  return {
    kind: 'range',
    path: `/range?from=${from}&to=${to}`,
    title: `${longDay(from)} – ${longDay(to)}`,
    description: `Papers announced from ${longDay(from)} to ${longDay(to)}.`,
    selection: { from, to, coarse: true, order: 'trending' },
  };
}

function categoryView(code: string): View | null {
  if (!/^[\w.-]{1,60}$/.test(code)) return null;
  const name = categoryName(code);
  return {
    kind: 'category',
    path: `/categories/${code}`,
    title: name === null ? code : `${name} (${code})`,
    description: `Papers of ${name ?? code}, newest first.`,
    selection: { category: code, order: 'newest' },
  };
}

async function venueView(store: Store, venue: string): Promise<View | null> {
  const [row] = await store.query(`select from papers p where venue = $1 and ${shown} limit 1`, [venue]);
  if (row === undefined) return null;
  return {
    kind: 'venue',
    path: `/venues/${encodeURIComponent(venue)}`,
    title: venue,
    description: `Papers published at ${venue}, newest first.`,
    selection: { venue, order: 'newest' },
  };
}

async function authorView(store: Store, key: string): Promise<View | null> {
  const author = await getAuthor(store, key);
  if (author === null) return null;
  return {
    kind: 'author',
    path: `/authors/${key}`,
    title: author.name,
    description: `Papers by ${author.name}, newest first.`,
    selection: { author: key, order: 'newest' },
  };
}

async function listView(store: Store, slug: string): Promise<View | null> {
  const [list] = await store.query<{ title: string; about: string }>(
    'select title, about from lists where slug = $1',
    [slug],
  );
  if (list === undefined) return null;
  return {
    kind: 'list',
    path: `/lists/${slug}`,
    title: list.title,
    description: list.about,
    selection: { list: slug, order: 'position' },
  };
}
