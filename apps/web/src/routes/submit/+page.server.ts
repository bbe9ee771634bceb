import { beginSubmission, Given, keepFound, mostPapers, readGiven } from '@broadsheet/people';
import { fail, redirect } from '@sveltejs/kit';
import { requireMember } from '../../lib/server/access/require-member.ts';
import { now } from '../../lib/server/clock.ts';
import { library } from '../../lib/server/library.ts';
import { readForm } from '../../lib/server/read-form.ts';
import { findGiven } from '../../lib/server/submissions/find-given.ts';
import type { Actions, PageServerLoad } from './$types';

/** Where a member brings papers: by address, id or BibTeX. */
export const load: PageServerLoad = (event) => {
  requireMember(event, 'submit papers');
  // `?paper=…` fills the form, for bookmarklets and links.
  return { given: (event.url.searchParams.get('paper') ?? '').slice(0, 2000), most: mostPapers };
};

export const actions: Actions = {
  /** Asks for what was given, and keeps it for the member to look at. Nothing is taken in yet. */
  default: async (event) => {
    const member = requireMember(event, 'submit papers');
    const form = await readForm(event.request);
    const given = form.get('given');
    const typed = typeof given === 'string' ? given : '';
    const text = Given.safeParse(typed);
    if (!text.success)
      return fail(400, { given: typed.slice(0, 64_000), trouble: text.error.issues[0]?.message ?? '' });
    const read = await readGiven(text.data);
    if (read.kind === 'nothing') return fail(400, { given: text.data, trouble: read.message });
    const begun = await beginSubmission(library(), member, text.data, now());
    if ('seconds' in begun) {
      event.setHeaders({ 'retry-after': String(begun.seconds) });
      return fail(429, {
        given: text.data,
        trouble: `That is a lot in one go. Others are asked for each: go on in ${Math.ceil(begun.seconds / 60)} minutes.`,
      });
    }
    await keepFound(library(), begun.id, await findGiven(read, begun.id));
    redirect(303, `/submit/${begun.id}`);
  },
};
