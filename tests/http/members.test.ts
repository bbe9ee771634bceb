import { openLinkSigner } from '@broadsheet/mail';
import { openStore, type Store } from '@broadsheet/papers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn } from '../support/sign-in.ts';
import { startSite, type Site } from '../support/site.ts';

/** A private laboratory: nobody reads without an account, and nobody gets one without an invitation. */
let site: Site;
let store: Store;

beforeAll(async () => {
  site = await startSite({ PRIVATE: '1', SIGN_UP: 'invitation', RATE_LIMIT_ACCOUNT: '0' });
  const { env } = site.place;
  store = await openStore({ home: env.BROADSHEET_HOME, databaseUrl: env.DATABASE_URL });
});
afterAll(async () => {
  await store.close();
  await site.stop();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(site.url + path, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' });
const post = (path: string, fields: Record<string, string>, cookie = '') =>
  fetch(site.url + path, {
    method: 'POST',
    headers: { accept: 'text/html', origin: site.url, cookie },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
const roleOf = async (handle: string) =>
  (await store.query<{ role: string }>('select role from members where handle = $1', [handle]))[0]?.role;

describe('a private site', () => {
  it('leads strangers to the way in, and tells programs so', async () => {
    for (const path of ['/', '/trending', '/papers/2103.03230', '/subscribe', '/about'])
      expect((await get(path)).headers.get('location'), path).toBe(
        `/sign-in?back=${encodeURIComponent(path)}`,
      );
    for (const path of [
      '/api/v1/status',
      '/api/daily_papers',
      '/trending.rss',
      '/og/site.png',
      '/sitemap.xml',
    ])
      expect((await get(path, { accept: '*/*' })).status, path).toBe(401);
    expect((await get('/trending/__data.json', { accept: '*/*' })).status).toBeLessThan(300);
    expect(await (await get('/trending/__data.json', { accept: '*/*' })).json()).toEqual({
      type: 'redirect',
      location: '/sign-in',
    });
    expect((await post('/theme', { theme: 'dark' })).status).toBe(303);
    for (const path of ['/sign-in', '/healthz', '/readyz']) expect((await get(path)).status, path).toBe(200);
    expect(await (await get('/sign-up')).text()).toContain('by invitation');
  });

  it('opens to who is signed in, and to their programs', async () => {
    const { cookie } = await signedIn(site, { role: 'reader' });
    expect((await get('/trending', { cookie })).status).toBe(200);
    const made = await post('/account?/token', { name: 'agent', scope: 'read', days: '30' }, cookie);
    const token = /bs_[\w-]{43}/.exec(await made.text())?.[0] ?? expect.fail('no token');
    const as = (bearer: string, path: string, init: RequestInit = {}) =>
      fetch(site.url + path, { ...init, headers: { authorization: `Bearer ${bearer}`, ...init.headers } });
    expect((await as(token, '/api/v1/status')).status).toBe(200);
    const me = await as(token, '/api/v1/me');
    expect(await me.json()).toMatchObject({ handle: 'a-reader', role: 'reader', scopes: ['read'] });
    expect(me.headers.get('cache-control')).toBe('private, no-store');
    expect(me.headers.get('access-control-allow-credentials')).toBeNull();
    const refused = await as(token, '/api/v1/me/tokens');
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ status: 403, detail: expect.stringContaining('account') });
    expect((await as(`${token.slice(0, -1)}_`, '/api/v1/status')).status).toBe(401);
    // A token is for programs, and a cookie for pages: neither serves in place of the other.
    expect(
      (await as(token, '/trending', { headers: { accept: 'text/html' }, redirect: 'manual' })).status,
    ).toBe(303);
    expect((await get('/api/v1/me', { cookie, origin: 'https://elsewhere.example' })).status).toBe(401);
    expect((await get('/api/v1/me', { cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it('gives tokens by the API that may do no more than the one that makes them', async () => {
    const { cookie } = await signedIn(site, { role: 'reader', handle: 'ida' });
    const sent = (method: string, path: string, body: unknown, headers: Record<string, string>) =>
      fetch(site.url + path, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body === null ? {} : { body: JSON.stringify(body) }),
      });
    const own = { cookie, origin: site.url };
    const path = '/api/v1/me/tokens';
    const made = await sent('POST', path, { name: 'one', scopes: ['account', 'read'], days: 1 }, own);
    expect(made.status).toBe(201);
    const { token, id } = (await made.json()) as { token: string; id: number };
    const by = { authorization: `Bearer ${token}` };
    expect((await sent('POST', path, { name: 'two', scopes: ['vote'], days: null }, by)).status).toBe(400);
    expect((await sent('POST', path, { name: 'two', scopes: ['read'], days: null }, by)).status).toBe(201);
    const wrong = await sent('POST', path, { name: '', scopes: [], days: 0, more: 1 }, by);
    expect(wrong.status).toBe(400);
    expect(
      ((await wrong.json()) as { errors: { field: string }[] }).errors.map(({ field }) => field).sort(),
    ).toEqual(['days', 'more', 'scopes']);
    expect((await sent('POST', path, { name: 'two', scopes: ['read'], days: 1 }, {})).status).toBe(401);
    expect(
      (
        await fetch(site.url + path, {
          method: 'POST',
          body: '{',
          headers: { ...by, 'content-type': 'application/json' },
        })
      ).status,
    ).toBe(400);
    const { items } = (await (await sent('GET', path, null, by)).json()) as { items: { name: string }[] };
    expect(items.map(({ name }) => name)).toEqual(['two', 'one']);
    expect((await sent('DELETE', `${path}/${id}`, null, by)).status).toBe(204);
    expect((await sent('GET', path, null, by)).status).toBe(401);
  });
});

describe('owners', () => {
  it('begin with a link that the start prints, which makes one and no more', async () => {
    while (!site.log().includes('Nobody owns this site yet'))
      await new Promise((wake) => setTimeout(wake, 50));
    const path = /\/sign-in\/link\/[\w-]+/.exec(site.log())?.[0] ?? expect.fail('no link');
    const page = await get(path);
    expect(await page.text()).toContain('Make the owner’s account');
    const fields = {
      email: 'Olga@example.org',
      name: 'Olga',
      handle: 'olga',
      password: 'some words, one after another',
    };
    const made = await post(path, fields);
    expect(made.headers.get('location')).toBe('/account?new');
    expect(await roleOf('olga')).toBe('owner');
    expect((await get(path)).status).toBe(404);
    const cookie = cookieOf(made);
    expect((await get('/admin/members', { cookie })).status).toBe(200);
    // The operator's pages open too, also from elsewhere than this machine.
    expect((await get('/admin/sources', { cookie, 'x-forwarded-for': '192.0.2.1' })).status).toBe(200);
    expect((await get('/admin/sources', { 'x-forwarded-for': '192.0.2.1' })).status).toBe(403);
  });

  it('invite by mail and by link, give roles, and delete', async () => {
    const { cookie } = await signedIn(site, { role: 'owner', handle: 'olga' });
    const byMail = await post(
      '/admin/members?/invite',
      { email: 'rita@example.org', role: 'editor' },
      cookie,
    );
    expect(await byMail.text()).toContain('is on its way');
    const [mailed] = await store.query<{ id: number }>(
      `select account_link_id as id from mails where address = 'rita@example.org'`,
    );
    const signer = await openLinkSigner(store);
    const rita = `/sign-in/link/${signer.sign('account', mailed?.id ?? 0)}`;
    expect((await post(rita, { name: 'Rita', handle: 'rita', email: 'other@example.org' })).status).toBe(303);
    expect(await store.query(`select email, role from members where handle = 'rita'`)).toEqual([
      { email: 'rita@example.org', role: 'editor' },
    ]);
    const byLink = await (await post('/admin/members?/invite', { email: '', role: 'reader' }, cookie)).text();
    const link = /\/sign-in\/link\/[\w-]+/.exec(byLink)?.[0] ?? expect.fail('no link');
    const [waiting] = await store.query<{ id: number }>(
      `select id from account_links where kind = 'invitation' and used_at is null`,
    );
    await post('/admin/members?/take-back', { invitation: String(waiting?.id) }, cookie);
    expect((await post(link, { name: 'Sven', handle: 'sven', email: 'sven@example.org' })).status).toBe(404);
    const idOf = async (handle: string) =>
      (await store.query<{ id: string }>('select id from members where handle = $1', [handle]))[0]?.id ?? '';
    await post('/admin/members?/role', { member: await idOf('rita'), role: 'member' }, cookie);
    expect(await roleOf('rita')).toBe('member');
    const last = await post('/admin/members?/role', { member: await idOf('olga'), role: 'member' }, cookie);
    expect([last.status, await roleOf('olga')]).toEqual([409, 'owner']);
    const member = { member: await idOf('rita') };
    expect((await post('/admin/members?/remove', member, cookie)).status).toBe(400);
    const gone = await post('/admin/members?/remove', { ...member, sure: 'yes' }, cookie);
    expect(gone.headers.get('location')).toBe('/admin/members?done=removed');
    expect(await roleOf('rita')).toBeUndefined();
  });
});
