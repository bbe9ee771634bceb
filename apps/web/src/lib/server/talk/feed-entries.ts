import type { FeedEntry, Store } from '@broadsheet/papers';
import type { PlacedComment } from '@broadsheet/people';
import { renderComments } from './show-comments.ts';

/** Comments as feeds tell them. */
export async function toFeedEntries(
  comments: readonly PlacedComment[],
  { store, site }: { store: Store; site: string },
): Promise<FeedEntry[]> {
  const html = await renderComments(comments, { store, site });
  return comments.map(({ id, author, paper, text, createdAt, editedAt }) => ({
    id: `${site}/talk/${id}`,
    url: `${site}/talk/${id}`,
    title: `${author?.name ?? 'A former member'} on ${paper.title.replace(/\s+/g, ' ')}`,
    authors: [author?.name ?? 'A former member'],
    categories: [],
    published: createdAt,
    updated: editedAt ?? createdAt,
    html: html.get(id) ?? '',
    text,
  }));
}
