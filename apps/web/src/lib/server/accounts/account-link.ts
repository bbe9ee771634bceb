import { parseSignedLink } from '@broadsheet/mail';
import { getLink, type AccountLink } from '@broadsheet/people';
import { error } from '@sveltejs/kit';
import { now } from '../clock.ts';
import { library } from '../library.ts';
import { signer } from '../mail/signer.ts';

/** The link to an account that an address holds. Answers 404 for any other, and for one that was used or has expired. */
export async function linkBehind(text: string): Promise<AccountLink> {
  const parsed = parseSignedLink(text);
  const signed = parsed !== null && (await signer()).isSigned(parsed, 'account');
  const link = signed ? await getLink(library(), parsed.id, now()) : null;
  if (link !== null) return link;
  error(404, {
    message:
      'This link does nothing any more: each works once and for a short time. Ask for another where you sign in.',
  });
}
