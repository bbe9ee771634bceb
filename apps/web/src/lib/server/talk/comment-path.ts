import { pageOfComment, type Comment, type TalkOrder } from '@broadsheet/people';
import { library } from '../library.ts';

/** The address at which a comment is seen among those around it. */
export async function commentPath(
  key: string,
  comment: Pick<Comment, 'id' | 'paperId'>,
  order: TalkOrder = 'best',
): Promise<string> {
  const page = (await pageOfComment(library(), comment, order)) ?? 1;
  return `${talkPath(key, { order, page })}#c${comment.id}`;
}

/** The address of a page of talk. */
export function talkPath(key: string, { order, page }: { order: TalkOrder; page: number }): string {
  const query = new URLSearchParams({
    ...(order === 'best' ? {} : { order }),
    ...(page === 1 ? {} : { page: String(page) }),
  });
  return `/papers/${key}/talk${query.size > 0 ? `?${query}` : ''}`;
}
