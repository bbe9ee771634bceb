import { error } from '@sveltejs/kit';
import { requireOperator } from '../../../../../lib/server/access/require-operator.ts';
import { mailFrame } from '../../../../../lib/server/mail/mail-frame.ts';
import { outboxMailNumbered } from '../../../../../lib/server/mail/outbox-mail.ts';
import type { RequestHandler } from './$types';

/** The HTML of a mail in the outbox, for the frame on its page. */
export const GET: RequestHandler = async (event) => {
  requireOperator(event);
  const { html } = await outboxMailNumbered(event.params.id);
  if (html === '') error(404, { message: 'This mail has no HTML.' });
  return mailFrame(html);
};
