import { addLink, LinkAddress, linkKinds, linksOf, may, removeLink } from '@broadsheet/people';
import { error, fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { requireMember } from '../../../../lib/server/access/require-member.ts';
import { now } from '../../../../lib/server/clock.ts';
import { library } from '../../../../lib/server/library.ts';
import { paperAt } from '../../../../lib/server/paper-at.ts';
import { readForm } from '../../../../lib/server/read-form.ts';
import { renderText } from '../../../../lib/server/render-text.ts';
import type { Actions, PageServerLoad } from './$types';

/** Links that members add to a paper. */
export const load: PageServerLoad = async (event) => {
  const member = requireMember(event, 'submit papers');
  const paper = await paperAt(event.params.key);
  if (paper.key !== event.params.key) redirect(301, `/papers/${paper.key}/links`);
  const links = await linksOf(library(), paper.id);
  return {
    paper: { key: paper.key, titleHtml: renderText(paper.title) },
    kinds: [...linkKinds],
    links: links.map(({ id, kind, url, addedBy }) => ({
      id,
      kind,
      url,
      addedBy,
      isRemovable: may(member, 'moderate') || addedBy?.handle === member.handle,
    })),
  };
};

export const actions: Actions = {
  add: async (event) => {
    const member = requireMember(event, 'submit papers');
    const paper = await paperAt(event.params.key);
    const form = await readForm(event.request);
    const typed = { kind: String(form.get('kind') ?? ''), url: String(form.get('url') ?? '').slice(0, 2000) };
    const kind = z.enum(linkKinds).safeParse(typed.kind);
    const url = LinkAddress.safeParse(typed.url);
    if (!kind.success || !url.success)
      return fail(400, {
        typed,
        trouble: kind.success ? (url.error?.issues[0]?.message ?? '') : 'Choose what the address leads to.',
      });
    const added = await addLink(library(), member, {
      paperId: paper.id,
      kind: kind.data,
      url: url.data,
      now: now(),
    });
    if ('id' in added) redirect(303, `/papers/${paper.key}/links`);
    if (added.refused === 'no-paper') error(404, { message: 'This paper is not here any more.' });
    return fail(409, { typed, trouble: troubles[added.refused] });
  },
  remove: async (event) => {
    const member = requireMember(event, 'submit papers');
    const paper = await paperAt(event.params.key);
    const id = Number((await readForm(event.request)).get('id'));
    if (!Number.isSafeInteger(id) || (await removeLink(library(), member, id, now())) === null)
      error(404, { message: 'This link is not yours, or it is gone already.' });
    redirect(303, `/papers/${paper.key}/links`);
  },
};

const troubles = {
  known: 'This address stands here already.',
  removed: 'An editor removed this link: it does not come back.',
  'too-many': 'You have added as many links as one may: ten to a paper, fifty in a day.',
} as const;
