import { requireOperator } from '../../../../lib/server/access/require-operator.ts';
import { outboxMailNumbered } from '../../../../lib/server/mail/outbox-mail.ts';
import type { PageServerLoad } from './$types';

/** One mail of the outbox; its HTML is in a frame of its own. */
export const load: PageServerLoad = async (event) => {
  requireOperator(event);
  const { id, subject, envelope, headers, text, html } = await outboxMailNumbered(event.params.id);
  return { mail: { id, subject, envelope, headers, text }, hasHtml: html !== '' };
};
