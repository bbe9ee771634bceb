import { addDays, announcementDayOfListing, parseArxivId, type ReadItem } from '@broadsheet/papers';
import type { FeedEntry } from './feed-page.ts';

/** The highest ids that feeds called new: arXiv numbers its papers in the order in which it announces them. */
export interface NewIds {
  /** The newest day of a feed. */
  day: string;
  /** Highest id that was new on an earlier day. */
  before: string | null;
  /** Highest id that is new on this day so far. */
  highest: string | null;
}

/** With the entries of one more feed. Pure. */
export function withFeed(
  ids: NewIds | null,
  { day, entries }: { day: string; entries: readonly FeedEntry[] },
): NewIds {
  const known = ids ?? { day, before: null, highest: null };
  if (day < known.day) return known;
  const start =
    day === known.day ? known : { day, before: highest(known.before, known.highest), highest: null };
  return entries
    .filter(({ label }) => label === 'new')
    .reduce((all, { item }) => ({ ...all, highest: highest(all.highest, newSchemeId(item)) }), start);
}

/**
 * An entry of the feed of `day` as what it says. A paper that gets a further category weeks after its announcement is
 * labelled `cross`, as is one that is new today in another category; both may be first versions. The late one is not
 * announced by this feed: it says nothing of the day, and is kept beside what the feed said when the paper was new.
 */
export function readEntry({ item, label }: FeedEntry, day: string, ids: NewIds): ReadItem {
  if (!item.ok || label !== 'cross' || !isOld(item, day, ids)) return item;
  const record = { ...item.record, key: `${item.record.key} cross` };
  delete record.published;
  return { ...item, record };
}

function isOld(item: ReadItem, day: string, ids: NewIds): boolean {
  const id = newSchemeId(item);
  if (id === null) return true;
  // Without knowledge of the days before, the id's month tells; around the turn of a month both months are new.
  const month = addDays(announcementDayOfListing(day), -4).slice(2, 7).replace('-', '');
  return day === ids.day && ids.before !== null ? id <= ids.before : id.slice(0, 4) < month;
}

/** `2610.01234`: these sort as text in the order in which they were given out. null for the ids before April 2007. */
function newSchemeId(item: ReadItem): string | null {
  const id = item.ok ? parseArxivId(item.record.key)?.id : undefined;
  return id !== undefined && /^\d{4}\.\d{5}$/.test(id) ? id : null;
}

function highest(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b > a) ? b : a;
}
