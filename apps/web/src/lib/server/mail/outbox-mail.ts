import { getOutboxMail, type OutboxMail } from '@broadsheet/mail';
import { error } from '@sveltejs/kit';
import { library } from '../library.ts';

/** A mail of the outbox by its number in an address. Answers 404 where there is none. */
export async function outboxMailNumbered(text: string): Promise<OutboxMail> {
  const mail = /^[1-9]\d{0,14}$/.test(text) ? await getOutboxMail(library(), Number(text)) : null;
  if (mail === null) error(404, { message: 'There is no such mail in the outbox.' });
  return mail;
}
