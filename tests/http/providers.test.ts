import { openStore, type Store } from '@broadsheet/papers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startOidcProvider, type OidcProvider } from '../support/oidc-provider.ts';
import { signedIn } from '../support/sign-in.ts';
import { startSite, type Site } from '../support/site.ts';

let site: Site;
let store: Store;
let provider: OidcProvider;

beforeAll(async () => {
  provider = await startOidcProvider();
  const { url, clientId, clientSecret } = provider;
  site = await startSite({
    RATE_LIMIT_ACCOUNT: '0',
    OIDC_ISSUER: url,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    OIDC_NAME: 'Example University',
    ORCID_ISSUER: url,
    ORCID_CLIENT_ID: clientId,
    ORCID_CLIENT_SECRET: clientSecret,
  });
  const { env } = site.place;
  store = await openStore({ home: env.BROADSHEET_HOME, databaseUrl: env.DATABASE_URL });
});
afterAll(async () => {
  await store.close();
  await site.stop();
  await provider.stop();
});

/** The cookies that a browser has after an answer, without those that it was told to forget. */
function cookieAfter(response: Response, before = ''): string {
  const jar = new Map(
    before
      .split('; ')
      .filter(Boolean)
      .map((one) => [one.split('=', 1)[0] ?? '', one]),
  );
  for (const set of response.headers.getSetCookie()) {
    const [pair = ''] = set.split(';', 1);
    const name = pair.split('=', 1)[0] ?? '';
    if (/max-age=0/i.test(set)) jar.delete(name);
    else jar.set(name, pair);
  }
  return [...jar.values()].join('; ');
}

/** Goes the whole way: our form, the provider, and back. */
async function goThrough(path: string, fields: Record<string, string>, cookie = '') {
  const left = await fetch(site.url + path, {
    method: 'POST',
    headers: { origin: site.url, accept: 'text/html', cookie },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
  const page = await left.text();
  const to = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
  const withState = cookieAfter(left, cookie);
  const there = await fetch(to ?? expect.fail(`no way out: ${left.status}`), { redirect: 'manual' });
  const back = there.headers.get('location') ?? '';
  const answer = await fetch(back, { headers: { cookie: withState }, redirect: 'manual' });
  const location = new URL(answer.headers.get('location') ?? '/none', site.url);
  return {
    status: answer.status,
    to: location.pathname + location.search,
    cookie: cookieAfter(answer, withState),
    back,
    withState,
  };
}

const account = (cookie: string) => fetch(`${site.url}/account`, { headers: { cookie }, redirect: 'manual' });
const handles = async () =>
  (await store.query<{ handle: string }>('select handle from members order by handle')).map(
    ({ handle }) => handle,
  );

it('makes an account for whoever comes from a provider with a proven address, and knows them again', async () => {
  provider.next = { sub: 'u-1', email: 'Zoe@example.org', email_verified: true, name: 'Zoë Example' };
  const first = await goThrough('/sign-in?/provider', { provider: 'oidc', back: '/trending' });
  expect([first.status, first.to]).toEqual([302, '/trending']);
  expect((await account(first.cookie)).status).toBe(200);
  expect(await handles()).toEqual(['zoe-example']);
  // The state was good once, and only for the browser that set out.
  const again = await fetch(first.back, { headers: { cookie: first.withState }, redirect: 'manual' });
  expect(again.headers.getSetCookie().join()).not.toMatch(/session_token=[^;]{10}/);
  provider.next = { ...provider.next, email: 'zoe.new@example.org' };
  const second = await goThrough('/sign-in?/provider', { provider: 'oidc', back: '/' });
  expect((await account(second.cookie)).status).toBe(200);
  expect(await handles()).toEqual(['zoe-example']);
  const kept = await store.query(
    'select access_token as a, refresh_token as r, id_token as i from linked_accounts',
  );
  expect(kept).toEqual([{ a: null, r: null, i: null }]);
});

it('lets nobody in by an address alone: one that is not proven, or that another account has', async () => {
  provider.next = { sub: 'u-2', email: 'yan@example.org', email_verified: false, name: 'Yan' };
  const unproven = await goThrough('/sign-in?/provider', { provider: 'oidc', back: '/' });
  expect(unproven.to).toMatch(/^\/sign-in\?error=unproven_address/);
  expect((await account(unproven.cookie)).status).toBe(303);
  await signedIn(site, { handle: 'xaver' });
  provider.next = { sub: 'u-3', email: 'xaver@example.org', email_verified: true, name: 'Not Xaver' };
  const taken = await goThrough('/sign-in?/provider', { provider: 'oidc', back: '/' });
  expect(taken.to).toMatch(/^\/sign-in\?error=account_not_linked/);
  expect((await account(taken.cookie)).status).toBe(303);
  expect(await (await fetch(site.url + taken.to)).text()).toContain('link the other on your account page');
  expect(await handles()).toEqual(['xaver', 'zoe-example']);
});

it('links an account elsewhere to one’s own, and with ORCID proves who one is', async () => {
  const { cookie } = await signedIn(site, { handle: 'xaver' });
  provider.next = { sub: '0000-0002-1825-0097', given_name: 'Xaver', family_name: 'Example' };
  const alone = await goThrough('/sign-in?/provider', { provider: 'orcid', back: '/' });
  expect(alone.to).toMatch(/^\/sign-in\?error=no_address/);
  const linked = await goThrough('/account?/link', { provider: 'orcid' }, cookie);
  expect(linked.to).toBe('/account?done=linked');
  expect(await (await account(cookie)).text()).toContain('https://orcid.org/0000-0002-1825-0097');
  const entered = await goThrough('/sign-in?/provider', { provider: 'orcid', back: '/' });
  expect(await (await account(entered.cookie)).text()).toContain('@xaver');
  const other = await signedIn(site, { handle: 'wanda' });
  const stolen = await goThrough('/account?/link', { provider: 'orcid' }, other.cookie);
  expect(stolen.to).toMatch(/^\/account\?error=account_already_linked/);
  const [row] = await store.query<{ id: string }>(
    `select id from linked_accounts where provider_id = 'orcid'`,
  );
  const unlinked = await fetch(`${site.url}/account?/unlink`, {
    method: 'POST',
    headers: { accept: 'text/html', origin: site.url, cookie },
    body: new URLSearchParams({ account: row?.id ?? '' }),
    redirect: 'manual',
  });
  expect(unlinked.headers.get('location')).toBe('/account?done=unlinked');
  expect(await store.query('select from members where orcid is not null')).toEqual([]);
});

it('offers what is set and nothing else', async () => {
  const page = await (await fetch(`${site.url}/sign-in`)).text();
  expect(page).toContain('Sign in with Example University');
  expect(page).not.toContain('GitHub');
  expect((await fetch(`${site.url}/auth/callback/github?code=x&state=y`)).status).toBe(404);
});
