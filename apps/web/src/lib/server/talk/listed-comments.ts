import type { Store } from '@broadsheet/papers';
import type { PlacedComment } from '@broadsheet/people';
import { span } from '../../dates.ts';
import type { ListedComment } from '../../talk/listed-comment.ts';
import { renderText } from '../render-text.ts';
import { renderComments } from './show-comments.ts';

/** Prepares comments for a list in which each stands alone. */
export async function listedComments(
  comments: readonly PlacedComment[],
  store: Store,
  now: Date,
): Promise<ListedComment[]> {
  const html = await renderComments(comments, { store });
  return comments.map(({ id, author, paper, createdAt }) => ({
    id,
    html: html.get(id) ?? '',
    author: author && { handle: author.handle, name: author.name, isPaperAuthor: author.isPaperAuthor },
    paper: { key: paper.key, titleHtml: renderText(paper.title) },
    at: createdAt.toISOString(),
    ago: `${span(now.getTime() - createdAt.getTime())} ago`,
  }));
}
