import { noticesBehind, parseSignedLink, turnNoticesOff } from '@broadsheet/mail';
import { error } from '@sveltejs/kit';
import { now } from '../../../lib/server/clock.ts';
import { library } from '../../../lib/server/library.ts';
import { signer } from '../../../lib/server/mail/signer.ts';
import { readForm } from '../../../lib/server/read-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** What the link would end. Looking at it changes nothing: programs look at all links in mails. */
export const load: PageServerLoad = async ({ params }) => {
  const { off } = await behind(params.link);
  return { off };
};

export const actions: Actions = {
  /**
   * Turns all notices off: for the page's button, and for the one click of mail programs (RFC 8058). With `do=on` they come again. The
   * second time changes nothing, and is answered the same.
   */
  default: async ({ params, request }) => {
    const { id } = await behind(params.link);
    const off = (await readForm(request)).get('do') !== 'on';
    await turnNoticesOff(library(), id, off, now());
    return { off };
  },
};

async function behind(text: string): Promise<{ id: number; off: boolean }> {
  const link = parseSignedLink(text);
  const signed = link !== null && (await signer()).isSigned(link, 'notices');
  const found = signed ? await noticesBehind(library(), link.id) : null;
  if (link === null || found === null)
    error(404, { message: 'This link leads nowhere. The account that it was made for may be gone.' });
  return { id: link.id, ...found };
}
