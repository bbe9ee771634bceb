import {
  describeLibrary,
  listCategories,
  listVenues,
  monthOf,
  publicAuthors,
  publicDays,
  weekOf,
  type Store,
} from '@broadsheet/papers';

/** A page of the site that an archive holds. */
export interface ArchivePage {
  /** Path, without a query. */
  address: string;
  /** What it follows from; null where it is always drawn anew. */
  stamp: string | null;
  /** It may go on on further pages, `?page=2` and so on. */
  isList: boolean;
}

/** Every page but those of papers, whose list is long, and those of methods, which the site alone knows. */
export async function listPages(store: Store): Promise<ArchivePage[]> {
  const days = await publicDays(store);
  const [{ lists }, categories, venues, authors] = await Promise.all([
    describeLibrary(store),
    listCategories(store),
    listVenues(store),
    publicAuthors(store),
  ]);
  const single = (address: string): ArchivePage => ({ address, stamp: null, isList: false });
  const list = (address: string): ArchivePage => ({ address, stamp: null, isList: true });
  return [
    list('/'),
    list('/trending'),
    list('/featured'),
    ...['/categories', '/venues', '/methods', '/methods/leaderboards', '/about', '/about/ranking'].map(
      single,
    ),
    ...days.map((day) => list(`/day/${day}`)),
    ...[...new Set(days.map((day) => weekOf(day).name))].map((week) => list(`/week/${week}`)),
    ...[...new Set(days.map((day) => monthOf(day).name))].map((month) => list(`/month/${month}`)),
    ...lists.map(({ slug }) => list(`/lists/${encodeURIComponent(slug)}`)),
    ...categories.map(({ category }) => list(`/categories/${encodeURIComponent(category)}`)),
    ...venues.map(({ venue }) => list(`/venues/${encodeURIComponent(venue)}`)),
    ...authors.map(({ key, stamp }) => ({
      address: `/authors/${encodeURIComponent(key)}`,
      stamp,
      isList: true,
    })),
  ];
}
