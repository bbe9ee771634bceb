import { recordBounces } from '@broadsheet/mail';
import { error, json } from '@sveltejs/kit';
import { requireOperator } from '../../../lib/server/access/require-operator.ts';
import { now } from '../../../lib/server/clock.ts';
import { library } from '../../../lib/server/library.ts';
import { signer } from '../../../lib/server/mail/signer.ts';
import type { RequestHandler } from './$types';

/**
 * Takes a mail that came back, as a mail server hands it on: the whole message (RFC 5322) as the body. Another type than
 * `message/rfc822` is refused, so that no form of another site can bring one.
 */
export const POST: RequestHandler = async (event) => {
  requireOperator(event);
  const type = event.request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'message/rfc822')
    error(415, { message: 'Send the whole mail as it came, with the content type message/rfc822.' });
  const raw = new Uint8Array(await event.request.arrayBuffer());
  return json(await recordBounces(library(), await signer(), [raw], now()));
};
