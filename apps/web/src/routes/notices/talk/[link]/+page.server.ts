import { parseSignedLink, talkBehind, turnTalkOff } from '@broadsheet/mail';
import { error } from '@sveltejs/kit';
import { now } from '../../../../lib/server/clock.ts';
import { library } from '../../../../lib/server/library.ts';
import { signer } from '../../../../lib/server/mail/signer.ts';
import { readForm } from '../../../../lib/server/read-form.ts';
import { renderText } from '../../../../lib/server/render-text.ts';
import type { Actions, PageServerLoad } from './$types';

/** What the link would end. Looking at it changes nothing: programs look at all links in mails. */
export const load: PageServerLoad = async ({ params }) => {
  const { key, title, off } = await behind(params.link);
  return { key, titleHtml: renderText(title), off };
};

export const actions: Actions = {
  /** Turns the notices of one talk off; with `do=on` they come again. */
  default: async ({ params, request }) => {
    const { id } = await behind(params.link);
    const off = (await readForm(request)).get('do') !== 'on';
    await turnTalkOff(library(), id, off, now());
    return { off };
  },
};

async function behind(text: string): Promise<{ id: number; title: string; key: string; off: boolean }> {
  const link = parseSignedLink(text);
  const signed = link !== null && (await signer()).isSigned(link, 'talk');
  const found = signed ? await talkBehind(library(), link.id) : null;
  if (link === null || found === null)
    error(404, {
      message: 'This link leads nowhere. The account or the paper that it was about may be gone.',
    });
  return { id: link.id, ...found };
}
