import { openLinkSigner, type LinkSigner } from '@broadsheet/mail';
import { openStore, type Store } from '@broadsheet/papers';
import { setPassword, spendAttempt } from '@broadsheet/people';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn } from '../support/sign-in.ts';
import { eveningOfTheSample, startSite, type Site } from '../support/site.ts';

let site: Site;
let store: Store;
let signer: LinkSigner;

beforeAll(async () => {
  site = await startSite({ RATE_LIMIT_ACCOUNT: '0', ADDRESS_HEADER: 'x-client' });
  const { env } = site.place;
  store = await openStore({ home: env.BROADSHEET_HOME, databaseUrl: env.DATABASE_URL });
  signer = await openLinkSigner(store);
});
afterAll(async () => {
  await store.close();
  await site.stop();
});

let networks = 0;
const anotherNetwork = () => `10.1.${++networks >> 8}.${networks & 255}`;

interface Asked {
  cookie?: string | undefined;
  headers?: Record<string, string>;
}

async function get(path: string, { cookie, headers = {} }: Asked = {}) {
  const response = await fetch(site.url + path, {
    redirect: 'manual',
    headers: { accept: 'text/html', 'x-client': anotherNetwork(), ...(cookie ? { cookie } : {}), ...headers },
  });
  return answer(response);
}

async function post(path: string, fields: Record<string, string> | [string, string][], asked: Asked = {}) {
  const response = await fetch(site.url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      accept: 'text/html',
      origin: site.url,
      'x-client': anotherNetwork(),
      ...(asked.cookie ? { cookie: asked.cookie } : {}),
      ...asked.headers,
    },
    body: new URLSearchParams(fields),
  });
  return answer(response);
}

async function answer(response: Response) {
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? '');
  return {
    status: response.status,
    to: response.headers.get('location'),
    caching: response.headers.get('cache-control'),
    cookies: response.headers.getSetCookie(),
    cookie: cookies.filter((cookie) => /session_token=./.test(cookie)).join('; '),
    body: (await response.text()).replace(/<!--.*?-->/g, ''),
  };
}

/** The newest link that was mailed to an address, as its mail would have it. */
async function mailedLink(address: string): Promise<{ kind: string; path: string } | null> {
  const [row] = await store.query<{ id: number; kind: string }>(
    `select l.id, l.kind from mails m join account_links l on l.id = m.account_link_id
      where m.address = $1 order by m.id desc limit 1`,
    [address],
  );
  return row === undefined
    ? null
    : { kind: row.kind, path: `/sign-in/link/${signer.sign('account', row.id)}` };
}
const pathTo = async (address: string) => (await mailedLink(address))?.path ?? expect.fail('no mail');

/** A page without what differs from answer to answer. */
const plain = (body: string, address: string) =>
  body
    .replaceAll(address, 'ADDRESS')
    .replace(/nonce="[^"]*"/g, '')
    .replace(/__sveltekit_\w+/g, '')
    .replace(/requestId:"[^"]*"/g, '');

const password = 'some words, one after another';

describe('making an account', () => {
  it('goes by mail, and whoever has followed the link is signed in', async () => {
    const asked = await post('/sign-up', { email: 'Ada@Example.org' });
    expect(asked.body).toContain('Look into your mail');
    const path = await pathTo('Ada@example.org');
    const page = await get(path);
    expect(page.body).toContain('Make your account');
    expect(page.body).toContain('ada@example.org');
    expect(await store.query('select from members')).toEqual([]);
    const short = await post(path, { name: 'Ada', handle: 'Ada', password: 'too short' });
    expect(short.status).toBe(400);
    expect(short.body).toContain('Take at least 15 characters');
    expect(short.body).toContain('value="Ada"');
    const made = await post(path, { name: 'Ada Example', handle: '@Ada', password });
    expect([made.status, made.to]).toEqual([303, '/account?new']);
    expect(made.cookies.join()).toMatch(
      /broadsheet\.session_token=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax/,
    );
    const account = await get('/account', { cookie: made.cookie });
    expect(account.body).toContain('@ada');
    expect(account.caching).toBe('private, no-store');
    expect((await post(path, { name: 'Ada', handle: 'ada-2' })).status).toBe(404);
    expect(await store.query('select handle, role, email_verified as proven from members')).toEqual([
      { handle: 'ada', role: 'member', proven: true },
    ]);
  });

  it('keeps a link good until an account is made, and lets nobody have another’s handle', async () => {
    await post('/sign-up', { email: 'bob@example.org' });
    const path = await pathTo('bob@example.org');
    const taken = await post(path, { name: 'Bob', handle: 'ada' });
    expect(taken.status).toBe(409);
    expect(taken.body).toContain('Somebody has this handle');
    for (const handle of ['admin', 'a', 'a b', 'é', 'x'.repeat(31)])
      expect((await post(path, { name: 'Bob', handle })).status, handle).toBe(400);
    expect((await post(path, { name: ' \u202e ', handle: 'bob' })).status).toBe(400);
    expect((await post(path, { name: 'Bob', handle: 'bob' })).status).toBe(303);
  });
});

describe('signing in', () => {
  it('by a link: looking at it changes nothing, and it works once', async () => {
    expect((await post('/sign-in?/link', { email: 'ada@example.org' })).body).toContain(
      'Look into your mail',
    );
    const path = await pathTo('ada@example.org');
    const page = await get(path);
    expect(page.body).toContain('@ada');
    expect(page.cookies).toEqual([]);
    const entered = await post(path, {});
    expect([entered.status, entered.to]).toEqual([303, '/account']);
    expect((await get('/account', { cookie: entered.cookie })).status).toBe(200);
    expect((await post(path, {})).status).toBe(404);
    expect((await get(`${path.slice(0, -1)}${path.endsWith('0') ? '1' : '0'}`)).status).toBe(404);
  });

  it('by a password, and back to where one came from, on this site alone', async () => {
    const given = { email: 'ada@example.org', password };
    const entered = await post('/sign-in?/password', { ...given, back: '/trending?x=1' });
    expect([entered.status, entered.to]).toEqual([303, '/trending?x=1']);
    expect(entered.cookie).not.toBe('');
    for (const back of [
      '//elsewhere.example',
      '/\\elsewhere.example',
      'https://elsewhere.example',
      '/sign-out',
    ])
      expect((await post('/sign-in?/password', { ...given, back })).to).toBe('/');
    const home = await get('/', { cookie: entered.cookie });
    expect(home.body).toContain('Ada Example');
    expect(home.caching).toBe('private, no-store');
    expect((await get('/')).caching).toBe('public, max-age=60');
  });

  it('answers the same for an address that is known and one that is not', async () => {
    for (const action of ['/sign-in?/link', '/sign-up']) {
      const known = await post(action, { email: 'bob@example.org' });
      const unknown = await post(action, { email: 'nobody@example.org' });
      expect(plain(unknown.body, 'nobody@example.org')).toBe(plain(known.body, 'bob@example.org'));
    }
    expect(await mailedLink('bob@example.org')).toMatchObject({ kind: 'sign-in' });
    expect(await mailedLink('nobody@example.org')).toMatchObject({ kind: 'sign-up' });
    await post('/sign-in?/link', { email: 'nobody-2@example.org' });
    expect(await mailedLink('nobody-2@example.org')).toMatchObject({ kind: 'unknown' });
    const wrong = await post('/sign-in?/password', {
      email: 'ada@example.org',
      password: 'not this one, surely',
    });
    const nobody = await post('/sign-in?/password', { email: 'nobody@example.org', password });
    expect([wrong.status, nobody.status]).toEqual([400, 400]);
    expect(plain(nobody.body, 'nobody@example.org')).toBe(plain(wrong.body, 'ada@example.org'));
  });

  it('is refused after too many tries: for an account, from anywhere, known or not, and from one network', async () => {
    for (const email of ['bob@example.org', 'nobody-3@example.org']) {
      const statuses = [];
      for (let i = 0; i < 11; i++)
        statuses.push(
          (await post('/sign-in?/password', { email, password: `wrong ${i}, as it happens` })).status,
        );
      expect(statuses, email).toEqual([...Array<number>(10).fill(400), 429]);
    }
    const fromNetwork = { what: 'password from', tries: 30, seconds: 900 };
    for (let i = 0; i < 30; i++)
      await spendAttempt(store, fromNetwork, '192.0.2.99', new Date(eveningOfTheSample));
    const from = async (client: string) => {
      const given = { email: 'nobody-4@example.org', password: 'wrong, as it happens' };
      return (await post('/sign-in?/password', given, { headers: { 'x-client': client } })).status;
    };
    expect([await from('192.0.2.99'), await from('192.0.2.98')]).toEqual([429, 400]);
  });

  it('sends an address at most five mails in an hour', async () => {
    const before = (await post('/sign-in?/link', { email: 'carl@example.org' })).body;
    for (let i = 0; i < 6; i++) {
      const again = await post('/sign-in?/link', { email: 'carl@example.org' });
      expect(plain(again.body, 'carl@example.org')).toBe(plain(before, 'carl@example.org'));
    }
    expect(await store.query(`select from mails where address = 'carl@example.org'`)).toHaveLength(5);
  });
});

describe('an account', () => {
  it('is for its owner: others are led to sign in, and cookies of other sites’ making do nothing', async () => {
    expect((await get('/account')).to).toBe('/sign-in?back=%2Faccount');
    const { cookie } = await signedIn(site, { handle: 'dora' });
    const from = (origin: string) =>
      post('/account?/name', { name: 'D', handle: 'dora' }, { cookie, headers: { origin } });
    expect((await from('https://elsewhere.example')).status).toBe(403);
    expect((await from(site.url)).to).toBe('/account?done=name');
    const crossed = await get('/api/v1/status', { cookie, headers: { 'sec-fetch-site': 'cross-site' } });
    expect(crossed.caching).toBe('public, no-cache');
  });

  it('lists sessions and ends them', async () => {
    const here = await signedIn(site, { handle: 'emil' });
    const there = await signedIn(site, { handle: 'emil' });
    const [, other] = await store.query<{ id: string }>(
      `select s.id from sessions s join members m on m.id = s.member_id where m.handle = 'emil' order by s.created_at`,
    );
    expect((await get('/account', here)).body.match(/name="session"/g)).toHaveLength(1);
    const stranger = await signedIn(site, { handle: 'stranger' });
    const fields = { session: other?.id ?? '' };
    expect((await post('/account?/end-session', fields, stranger)).status).toBe(404);
    expect((await post('/account?/end-session', fields, here)).status).toBe(303);
    expect((await get('/account', there)).status).toBe(303);
    const third = await signedIn(site, { handle: 'emil' });
    expect((await post('/account?/end-others', {}, here)).status).toBe(303);
    expect((await get('/account', third)).status).toBe(303);
    const out = await post('/sign-out', {}, here);
    expect(out.cookies.join()).toContain('Max-Age=0');
    expect((await get('/account', here)).status).toBe(303);
  });

  it('changes its password, after which no older cookie is good', async () => {
    const here = await signedIn(site, { handle: 'fritz' });
    const there = await signedIn(site, { handle: 'fritz' });
    const changed = await post('/account?/password', { password }, here);
    expect(changed.to).toBe('/account?done=password');
    expect((await get('/account', here)).status).toBe(303);
    expect((await get('/account', there)).status).toBe(303);
    expect((await get('/account', changed)).status).toBe(200);
    await store.query(`update sessions set created_at = created_at - interval '1 hour'`);
    const other = 'other words, one after another';
    expect(
      (await post('/account?/password', { password: other, current: 'not this one, no' }, changed)).status,
    ).toBe(403);
    expect((await post('/account?/password', { password: other }, changed)).to).toBe(
      '/sign-in?again&back=/account',
    );
    expect((await post('/account?/password', { password: other, current: password }, changed)).status).toBe(
      303,
    );
  });

  it('takes another address when a mail to it was followed, by its owner', async () => {
    const { cookie } = await signedIn(site, { handle: 'greta' });
    const asked = await post('/account?/address', { email: 'greta@elsewhere.example' }, { cookie });
    expect(asked.body).toContain('is on its way');
    const path = await pathTo('greta@elsewhere.example');
    const stranger = await signedIn(site, { handle: 'stranger' });
    expect((await post(path, {}, stranger)).status).toBe(403);
    expect((await post(path, {}, { cookie })).to).toBe('/account');
    expect(await store.query(`select email from members where handle = 'greta'`)).toEqual([
      { email: 'greta@elsewhere.example' },
    ]);
  });

  it('is deleted with all that is its own, after its owner has shown that it is them', async () => {
    const { cookie, member } = await signedIn(site, { handle: 'hanna' });
    await setPassword(store, member.id, password, { keep: null, now: new Date() });
    const again = await signedIn(site, { handle: 'hanna' });
    expect((await get('/account', { cookie })).status).toBe(303);
    expect((await post('/account?/delete', { sure: 'hannah' }, again)).status).toBe(400);
    await store.query(`update sessions set created_at = created_at - interval '1 hour'`);
    expect((await post('/account?/delete', { sure: 'hanna' }, again)).to).toBe(
      '/sign-in?again&back=/account',
    );
    const gone = await post('/account?/delete', { sure: 'hanna', current: password }, again);
    expect(gone.to).toBe('/sign-up?deleted');
    for (const table of ['sessions', 'linked_accounts', 'api_tokens', 'passkeys', 'account_links'])
      expect(await store.query(`select from ${table} where member_id = $1`, [member.id]), table).toEqual([]);
    expect(await store.query('select from members where id = $1', [member.id])).toEqual([]);
  });
});
