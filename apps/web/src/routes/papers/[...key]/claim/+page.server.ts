import { claimPaper, claimTo, Evidence, withdrawClaim } from '@broadsheet/people';
import { error, fail, redirect } from '@sveltejs/kit';
import { requireMember } from '../../../../lib/server/access/require-member.ts';
import { now } from '../../../../lib/server/clock.ts';
import { library } from '../../../../lib/server/library.ts';
import { paperAt } from '../../../../lib/server/paper-at.ts';
import { readForm } from '../../../../lib/server/read-form.ts';
import { renderText } from '../../../../lib/server/render-text.ts';
import type { Actions, PageServerLoad } from './$types';

/** Where a member says that a paper is theirs. */
export const load: PageServerLoad = async (event) => {
  const member = requireMember(event, 'claim papers');
  const paper = await paperAt(event.params.key);
  if (paper.key !== event.params.key) redirect(301, `/papers/${paper.key}/claim`);
  const claim = await claimTo(library(), member.id, paper.id);
  return {
    paper: { key: paper.key, titleHtml: renderText(paper.title) },
    authors: [...new Set(paper.authors.map(({ name }) => name))],
    byOrcid: member.orcid !== null && paper.authors.some(({ orcid }) => orcid === member.orcid),
    hasOrcid: member.orcid !== null,
    claim: claim && {
      authorName: claim.authorName,
      state: claim.state,
      decidedBy: claim.decidedBy,
      answer: claim.answer,
    },
  };
};

export const actions: Actions = {
  claim: async (event) => {
    const member = requireMember(event, 'claim papers');
    const paper = await paperAt(event.params.key);
    const form = await readForm(event.request);
    const typed = { author: textOf(form.get('author')), evidence: textOf(form.get('evidence')) };
    const isProven = member.orcid !== null && paper.authors.some(({ orcid }) => orcid === member.orcid);
    const evidence = Evidence.safeParse(typed.evidence);
    if (!isProven && !evidence.success)
      return fail(400, {
        typed,
        troubles: {
          evidence: evidence.error.issues[0]?.message ?? 'Say how an editor can see that it is you.',
        },
      });
    const answer = await claimPaper(library(), member, {
      paperId: paper.id,
      authorName: typed.author,
      evidence: evidence.data ?? '',
      now: now(),
    });
    switch (answer) {
      case 'accepted':
      case 'waiting':
        redirect(303, `/papers/${paper.key}/claim`);
      // eslint-disable-next-line no-fallthrough -- redirect throws
      case 'no-paper':
        error(404, { message: 'This paper is not here any more.' });
      // eslint-disable-next-line no-fallthrough -- error throws
      case 'no-such-author':
        return fail(400, { typed, troubles: { author: 'Choose the name on the paper that is yours.' } });
      case 'no-evidence':
        return fail(400, { typed, troubles: { evidence: 'Say how an editor can see that it is you.' } });
      case 'too-many':
        return fail(429, {
          typed,
          troubles: {
            evidence: 'Twenty claims of yours wait already. Wait until editors have answered some.',
          },
        });
    }
  },
  withdraw: async (event) => {
    const member = requireMember(event, 'claim papers');
    const paper = await paperAt(event.params.key);
    await withdrawClaim(library(), member, paper.id);
    redirect(303, `/papers/${paper.key}/claim`);
  },
};

function textOf(value: FormDataEntryValue | null): string {
  return typeof value === 'string' ? value.slice(0, 5000) : '';
}
