import type { Document } from './documents.ts';

/** A query that somebody who half remembers a title would type, and the paper it means. */
export interface KnownItem {
  text: string;
  id: string;
}

/**
 * Makes queries of two to eight consecutive words out of the titles of papers spread evenly over the documents. The
 * same documents give the same queries.
 */
export async function knownItems(
  documents: AsyncIterable<Document>,
  total: number,
  count: number,
): Promise<KnownItem[]> {
  const step = Math.max(1, Math.floor(total / count));
  const items: KnownItem[] = [];
  let at = 0;
  for await (const { id, title } of documents) {
    if (at++ % step !== 0) continue;
    // Formulas and operators stay out: every engine is to read the query as plain words.
    const words = title.match(/[\p{Letter}\p{Number}]+(?:-[\p{Letter}\p{Number}]+)*/gu) ?? [];
    const length = 2 + (items.length % 7);
    if (words.length < length) continue;
    const from = (at * 7919) % (words.length - length + 1);
    items.push({ text: words.slice(from, from + length).join(' '), id });
    if (items.length === count) break;
  }
  return items;
}
