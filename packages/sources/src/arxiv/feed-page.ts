import { childText, newYorkClock, readFeedItem, type ReadItem, type XmlElement } from '@broadsheet/papers';
import type { Answer } from '../http/http-client.ts';
import { SourceError } from '../http/source-error.ts';
import { xmlElements } from './xml-answer.ts';

/** The feed of one category. */
export interface FeedPage {
  /** The day (New York) at whose midnight it was made: the morning after the announcement. */
  day: string;
  entries: FeedEntry[];
}

export interface FeedEntry {
  item: ReadItem;
  /** `new`, `cross`, `replace` or `replace-cross`, as arXiv labels it for this category. */
  label: string;
}

const wanted = new Set(['entry', 'updated']);

/**
 * Reads a daily feed in its Atom form. Its day is that of its entries, or, where it has none, the day of its making.
 * @throws SourceError `content` where it is broken, or is no feed.
 */
export async function readFeedPage(answer: Answer): Promise<FeedPage> {
  const entries: FeedEntry[] = [];
  const days: string[] = [];
  let made = '';
  for await (const element of xmlElements(answer, wanted)) {
    if (element.name === 'updated') {
      made ||= newYorkDay(element.text.trim());
      continue;
    }
    entries.push({
      item: readFeedItem(element, entries.length + 1),
      label: childText(element, 'announce_type'),
    });
    days.push(dayOf(element));
  }
  const day = days.sort().at(-1) || made;
  if (day !== '') return { day, entries };
  throw new SourceError(
    'content',
    `${new URL(answer.url).host} answered with something that is no feed.`,
    'Check `baseUrl`: it should be the address of arXiv’s feeds in their Atom form.',
    { status: answer.status },
  );
}

function dayOf(entry: XmlElement): string {
  return newYorkDay(childText(entry, 'published'));
}

/** The day in New York at an instant written as ISO 8601; empty where the text is none. */
function newYorkDay(text: string): string {
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? '' : newYorkClock(instant).day;
}
