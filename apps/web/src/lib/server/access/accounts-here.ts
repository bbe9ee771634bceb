import { accountKey, networkHeader, openAccounts, type Accounts } from '@broadsheet/people';
import type { RequestEvent } from '@sveltejs/kit';
import { library } from '../library.ts';
import { addressKey } from '../limits/address-key.ts';
import { log } from '../log/log.ts';
import { siteUrl } from '../site-url.ts';
import { accountSettings } from './account-settings.ts';
import { addressOf } from './address-of.ts';

/** Names under which the site was asked for lately, and accounts at each: without SITE_URL a client may give any. */
const opened = new Map<string, Promise<Accounts>>();
const mostNames = 8;

/** Accounts at the address by which the site was asked for. */
export function accountsHere({ url }: Pick<RequestEvent, 'url'>): Promise<Accounts> {
  const site = siteUrl(url);
  const known = opened.get(site);
  if (known !== undefined) return known;
  const [oldest] = opened.keys();
  if (opened.size >= mostNames && oldest !== undefined) opened.delete(oldest);
  const accounts = open(site);
  opened.set(site, accounts);
  // A store that did not answer once may answer the next time.
  accounts.catch(() => opened.delete(site));
  return accounts;
}

async function open(site: string): Promise<Accounts> {
  const store = library();
  return openAccounts({
    store,
    key: await accountKey(store),
    site,
    settings: accountSettings,
    // Its warnings say that a password was wrong, which is no news to an operator.
    onLog: (level, message) => (level === 'error' ? log.warn({ account: message }, 'accounts') : undefined),
  });
}

/** What accounts read of a request: its cookies, its browser, and the network it comes from. */
export function headersForAccounts(
  event: Pick<RequestEvent, 'request' | 'getClientAddress' | 'url'>,
): Headers {
  const headers = new Headers({ [networkHeader]: addressKey(addressOf(event)), origin: event.url.origin });
  for (const name of ['cookie', 'user-agent']) {
    const value = event.request.headers.get(name);
    if (value !== null) headers.set(name, value.slice(0, 8192));
  }
  return headers;
}
