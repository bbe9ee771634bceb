import { claimPaper, claimsOf, papersWithOrcid } from '@broadsheet/people';
import { redirect } from '@sveltejs/kit';
import { requireMember } from '../../lib/server/access/require-member.ts';
import { now } from '../../lib/server/clock.ts';
import { library } from '../../lib/server/library.ts';
import { renderText } from '../../lib/server/render-text.ts';
import type { Actions, PageServerLoad } from './$types';

/** Papers that are claimed with one press at most. */
const most = 200;

/** A member's papers: what they have claimed, and what bears their ORCID. */
export const load: PageServerLoad = async (event) => {
  const member = requireMember(event, 'claim papers');
  const claims = await claimsOf(library(), member.id);
  const found = await papersWithOrcid(library(), member, most);
  return {
    orcid: member.orcid,
    claims: claims.map(({ id, paper, authorName, state, answer }) => ({
      id,
      authorName,
      state,
      answer,
      paper: { key: paper.key, titleHtml: renderText(paper.title) },
    })),
    found: found.map(({ key, title }) => ({ key, titleHtml: renderText(title) })),
  };
};

export const actions: Actions = {
  /** Claims everything that bears the member's ORCID. */
  default: async (event) => {
    const member = requireMember(event, 'claim papers');
    for (const { paperId } of await papersWithOrcid(library(), member, most))
      await claimPaper(library(), member, { paperId, authorName: '', evidence: '', now: now() });
    redirect(303, '/claims');
  },
};
