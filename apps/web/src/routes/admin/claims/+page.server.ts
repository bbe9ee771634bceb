import { answerClaim, waitingClaims } from '@broadsheet/people';
import { error, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { requireMember } from '../../../lib/server/access/require-member.ts';
import { now } from '../../../lib/server/clock.ts';
import { library } from '../../../lib/server/library.ts';
import { readForm } from '../../../lib/server/read-form.ts';
import { renderText } from '../../../lib/server/render-text.ts';
import type { Actions, PageServerLoad } from './$types';

/** Claims of a page. */
const length = 50;

const Answer = z.object({
  id: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
  do: z.enum(['accept', 'refuse']),
  answer: z
    .string()
    .max(1000)
    .transform((text) => text.replaceAll('\0', '').toWellFormed().trim()),
});

/** What members say to be their papers, for editors to answer. */
export const load: PageServerLoad = async (event) => {
  const editor = requireMember(event, 'moderate');
  const claims = await waitingClaims(library(), length + 1);
  return {
    more: claims.length > length,
    claims: claims.slice(0, length).map((claim) => ({
      id: claim.id,
      authorName: claim.authorName,
      evidence: claim.evidence,
      orcidOnRecord: claim.orcidOnRecord,
      heldBy: claim.heldBy,
      day: claim.createdAt.toISOString().slice(0, 10),
      member: { ...claim.member, since: new Date(claim.member.since).toISOString().slice(0, 10) },
      isOwn: claim.member.handle === editor.handle,
      paper: { key: claim.paper.key, titleHtml: renderText(claim.paper.title) },
    })),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const editor = requireMember(event, 'moderate');
    const form = Object.fromEntries(await readForm(event.request));
    const read = Answer.safeParse({ answer: '', ...form });
    if (!read.success) error(400, { message: 'That form could not be read. Go back and send it again.' });
    const { id, answer } = read.data;
    const answered = await answerClaim(library(), editor, {
      id,
      accept: read.data.do === 'accept',
      answer,
      now: now(),
    });
    if (answered === null)
      error(409, { message: 'This claim is gone, or it is your own: another editor has to answer it.' });
    redirect(303, '/admin/claims');
  },
};
