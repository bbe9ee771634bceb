import { getPapers } from '@broadsheet/papers';
import { getComment } from '@broadsheet/people';
import { error, redirect } from '@sveltejs/kit';
import { now } from '../../../lib/server/clock.ts';
import { library } from '../../../lib/server/library.ts';
import { commentPath } from '../../../lib/server/talk/comment-path.ts';
import type { RequestHandler } from './$types';

/** The address of a comment that stays the same: it leads to where the comment stands now. */
export const GET: RequestHandler = async ({ params, setHeaders }) => {
  const comment = /^\d{1,15}$/.test(params.id) ? await getComment(library(), Number(params.id), now()) : null;
  const [paper] = comment === null ? [] : await getPapers(library(), [comment.paperId]);
  if (comment === null || paper === undefined) error(404, { message: 'There is no such comment.' });
  setHeaders({ 'cache-control': 'no-cache' });
  redirect(302, await commentPath(paper.key, comment));
};
