import { error } from '@sveltejs/kit';
import { accountSettings } from '../../../../lib/server/access/account-settings.ts';
import { accountsHere, headersForAccounts } from '../../../../lib/server/access/accounts-here.ts';
import { siteUrl } from '../../../../lib/server/site-url.ts';
import type { RequestHandler } from './$types';

/**
 * Where a provider sends a browser back to. It is a GET that signs in, as OAuth has it (RFC 6749, section 4.1.2): what it
 * may do is bound to the browser that set out, by a cookie and a state that is good once.
 */
export const GET: RequestHandler = async (event) => {
  if (!accountSettings.providers.some(({ id }) => id === event.params.provider))
    error(404, { message: 'This site has no such way in.' });
  const address = `${siteUrl(event.url)}${event.url.pathname}${event.url.search}`;
  const accounts = await accountsHere(event);
  return accounts.fromProvider(new Request(address, { headers: headersForAccounts(event) }));
};
