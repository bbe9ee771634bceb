import { getPapers } from '@broadsheet/papers';
import { commentHistory, getComment } from '@broadsheet/people';
import { error } from '@sveltejs/kit';
import { now } from '../../../../lib/server/clock.ts';
import { library } from '../../../../lib/server/library.ts';
import { renderText } from '../../../../lib/server/render-text.ts';
import type { PageServerLoad } from './$types';

/** What a comment said before, for all to see, as differences. */
export const load: PageServerLoad = async ({ params, setHeaders }) => {
  const id = /^\d{1,15}$/.test(params.id) ? Number(params.id) : null;
  const comment = id === null ? null : await getComment(library(), id, now());
  const [paper] = comment === null ? [] : await getPapers(library(), [comment.paperId]);
  if (comment === null || paper === undefined || comment.removed !== null)
    error(404, { message: 'There is no such comment, or it was removed, and its history with it.' });
  setHeaders({ 'cache-control': 'public, max-age=30' });
  const versions = await commentHistory(library(), comment.id);
  return {
    id: comment.id,
    author: comment.author?.name ?? 'a former member',
    paper: { key: paper.key, titleHtml: renderText(paper.title) },
    versions: versions.map(({ version, writtenAt, runs }) => ({
      version,
      at: writtenAt.toISOString(),
      runs,
    })),
  };
};
