import { claimsOf, memberCalled, newestComments } from '@broadsheet/people';
import { error } from '@sveltejs/kit';
import { now } from '../../../lib/server/clock.ts';
import { library } from '../../../lib/server/library.ts';
import { renderText } from '../../../lib/server/render-text.ts';
import { listedComments } from '../../../lib/server/talk/listed-comments.ts';
import type { PageServerLoad } from './$types';

/** Comments on the page. */
const length = 30;

/** What everybody may know of a member: what they have said, and the papers that are theirs. */
export const load: PageServerLoad = async ({ params, setHeaders }) => {
  const member = /^[a-z0-9_-]{2,30}$/.test(params.handle)
    ? await memberCalled(library(), params.handle)
    : null;
  if (member === null) error(404, { message: `Nobody here is called @${params.handle.slice(0, 40)}.` });
  setHeaders({ 'cache-control': 'public, max-age=30' });
  const claims = await claimsOf(library(), member.id);
  const comments = await newestComments(library(), { handle: member.handle }, { limit: length, now: now() });
  return {
    handle: member.handle,
    name: member.name,
    isEditor: member.role === 'editor' || member.role === 'owner',
    orcid: member.orcid,
    papers: claims
      .filter(({ state }) => state === 'accepted')
      .map(({ paper }) => ({ key: paper.key, titleHtml: renderText(paper.title) })),
    comments: await listedComments(comments, library(), now()),
  };
};
