import { PasskeyAnswer, tidyName } from '@broadsheet/people';
import { error, json } from '@sveltejs/kit';
import { z } from 'zod';
import { accountsHere, headersForAccounts } from '../../../../lib/server/access/accounts-here.ts';
import { backPath } from '../../../../lib/server/accounts/back-path.ts';
import { spendOfNetwork, waitWords } from '../../../../lib/server/accounts/try-limits.ts';
import type { RequestHandler } from './$types';

const Asked = z.object({
  about: z.enum(['sign-in', 'add']).optional(),
  answer: PasskeyAnswer.optional(),
  name: z.string().max(200).optional(),
  back: z.string().max(3000).optional(),
});

/**
 * The three steps of passkeys, for the page's own script: `question` (what the authenticator is asked), `enter` (signs in by
 * its answer) and `add` (keeps a new one of whoever is signed in).
 */
export const POST: RequestHandler = async (event) => {
  event.setHeaders({ 'cache-control': 'no-store' });
  const wait = await spendOfNetwork(event, 'passkey');
  if (wait !== null)
    error(429, { message: `This was tried too often of late. Try again ${waitWords(wait)}.` });
  const asked = Asked.safeParse(await event.request.json().catch(() => null));
  if (!asked.success) error(400, { message: 'The browser sent something that is no passkey. Try again.' });
  const { about, answer, name, back } = asked.data;
  const accounts = await accountsHere(event);
  const headers = headersForAccounts(event);
  const { member, session } = event.locals;

  switch (event.params.step) {
    case 'question': {
      if (about === 'add' && (member === null || session?.isFresh !== true)) signInAgain();
      const asks = await accounts.passkeyQuestion(about ?? 'sign-in', headers);
      if (asks === null) signInAgain();
      event.locals.cookies.push(...asks.cookies);
      return json(asks.question);
    }
    case 'enter': {
      const entered = answer === undefined ? null : await accounts.enterByPasskey(answer, headers);
      if (entered === null)
        error(401, { message: 'This passkey is not known here, or was taken away. Sign in another way.' });
      if (session !== null) await accounts.leave(headers);
      event.locals.cookies.push(...entered.cookies);
      return json({ to: backPath(back ?? null) });
    }
    case 'add': {
      if (member === null || session?.isFresh !== true) signInAgain();
      const kept =
        answer !== undefined &&
        (await accounts.addPasskey(answer, tidyName(name ?? '') ?? 'Passkey', headers));
      if (!kept) error(400, { message: 'The passkey could not be verified. Try again.' });
      return json({ to: '/account' });
    }
    default:
      error(404, { message: 'There is no such step.' });
  }
};

function signInAgain(): never {
  error(401, { message: 'Sign in once more first, so that nobody else adds a passkey to your account.' });
}
