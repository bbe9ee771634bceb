import { redirect } from '@sveltejs/kit';
import { accountsHere, headersForAccounts } from '../../lib/server/access/accounts-here.ts';
import type { RequestHandler } from './$types';

/** Ends this browser's session. */
export const POST: RequestHandler = async (event) => {
  if (event.locals.member !== null)
    event.locals.cookies.push(...(await (await accountsHere(event)).leave(headersForAccounts(event))));
  redirect(303, '/');
};
