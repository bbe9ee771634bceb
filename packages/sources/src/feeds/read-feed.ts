import { readXmlRecords, refused, type ReadItem } from '@broadsheet/papers';
import type { Answer } from '../http/http-client.ts';
import { SourceError } from '../http/source-error.ts';
import { decodeFeed } from './decode-feed.ts';
import { readFeedItem, type FeedOrigin } from './feed-item.ts';

const wanted = new Set(['item', 'entry']);
/** A feed is a window on what is new; no honest one is so long. */
const mostItems = 2000;

/** The items of a feed, good and bad; and whether it was read to its end. */
export interface FeedContent {
  items: ReadItem[];
  isWhole: boolean;
}

/**
 * Reads a feed. One that breaks off is read until there.
 * @throws SourceError `content` where there is no item and it is broken.
 */
export async function readFeed(answer: Answer, feed: FeedOrigin): Promise<FeedContent> {
  const content: FeedContent = { items: [], isWhole: true };
  const { items } = content;
  const text = decodeFeed(answer.bytes(), answer.headers.get('content-type') ?? '');
  for await (const piece of readXmlRecords(text, wanted)) {
    if (piece.kind === 'record') {
      items.push(readFeedItem(piece.element, piece.number, feed));
      if (items.length < mostItems) continue;
      break;
    }
    if (items.length === 0) {
      throw new SourceError(
        'content',
        `The feed of ${new URL(feed.url).host} cannot be read. ${piece.reason}`,
        'Look at it in a browser. It should be RSS or Atom, without a document type declaration.',
        { status: answer.status },
      );
    }
    content.isWhole = false;
    items.push(refused('rss', `${feed.name ?? new URL(feed.url).host} document`, null, piece.reason, ''));
  }
  return content;
}
