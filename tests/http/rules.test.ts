import { ingest, openStore, type ReadItem, type Store } from '@broadsheet/papers';
import { createToken, type TokenScope } from '@broadsheet/people';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn, type SignedInAt } from '../support/sign-in.ts';
import { startSite, type Site } from '../support/site.ts';

let site: Site;
let store: Store;
let ada: SignedInAt;
let bob: SignedInAt;
beforeAll(async () => {
  site = await startSite();
  const { env } = site.place;
  store = await openStore({ home: env.BROADSHEET_HOME, databaseUrl: env.DATABASE_URL });
  await addPapers();
  ada = await signedIn(site, { handle: 'ada' });
  bob = await signedIn(site, { handle: 'bob' });
});
afterAll(async () => {
  await store.close();
  await site.stop();
});

interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

async function ask(path: string, who: SignedInAt | null, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(site.url + path, {
    redirect: 'manual',
    ...init,
    headers: { accept: 'text/html', origin: site.url, ...who?.headers },
  });
  const body = (await response.text()).replace(/<!--.*?-->/g, '');
  return { status: response.status, headers: response.headers, body };
}
const get = (path: string, who: SignedInAt | null = ada) => ask(path, who);
const post = (path: string, fields: Record<string, string>, who: SignedInAt | null = ada) =>
  ask(path, who, { method: 'POST', body: new URLSearchParams(fields) });

const papersOn = ({ body }: Answer) => [...body.matchAll(/data-paper/g)].length;
const plain = ({ body }: Answer) => body.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ');
/** How many papers the heading counts. */
const counted = ({ body }: Answer) =>
  Number(/<header class="heading">[\s\S]*?([\d,]+)(?: new)? papers?\b/.exec(body)?.[1]?.replaceAll(',', ''));

/** The sample's newest day has few papers: these come to it, every third of learning, the others of vision. */
const day = '2026-08-20';
const added = 60;
async function addPapers(): Promise<void> {
  const items = Array.from({ length: added }, (_, n): ReadItem => ({
    ok: true,
    position: `item ${n}`,
    record: {
      source: 'made',
      key: String(n),
      identities: [],
      title: `Zweistromland photographs and what they show, part ${n}`,
      authors: [
        { name: `Author ${n}` },
        { name: 'Wei Zweistrom' },
        { name: n % 2 === 0 ? 'Ada Even' : 'Bob Odd' },
      ],
      categories: [n % 3 === 0 ? 'cs.LG' : 'cs.CV'],
      announcedOn: day,
    },
  }));
  const { rejected } = await ingest(store, items, { kind: 'import', origin: 'made' });
  expect(rejected).toBe(0);
  // The site's clock is stopped; what came after it would be news again and again.
  await store.query(`update papers set first_seen_at = '2026-08-20T12:00:00Z'`);
}

async function onDay(): Promise<{ all: number; held: number }> {
  const [row] = await store.query<{ all: number; held: number }>(
    `select count(*)::int as all, count(*) filter (where categories @> array['cs.LG'])::int as held
       from papers where announced_on = $1::date`,
    [day],
  );
  return row ?? expect.fail('no papers');
}

async function forget(who: SignedInAt): Promise<void> {
  await store.query('delete from rules where member_id = $1', [who.member.id]);
  await store.query('delete from follows where member_id = $1', [who.member.id]);
}

describe('mute rules', () => {
  it('are for who is signed in, and GET changes nothing', async () => {
    const stranger = await get('/rules', null);
    expect([stranger.status, stranger.headers.get('location')]).toEqual([303, '/sign-in?back=%2Frules']);
    expect((await post('/rules?/add', { kind: 'word', value: 'x1' }, null)).status).toBe(303);
    const tried = await get('/rules?kind=category&value=cs.LG');
    expect(tried.status).toBe(200);
    expect(tried.headers.get('cache-control')).toBe('private, no-store');
    expect(plain(tried)).toMatch(/the category “cs\.LG” would hide \d+/);
    expect(await store.query('select from rules where member_id = $1', [ada.member.id])).toEqual([]);
  });

  it('are obeyed by pages, next pages, searches, similar papers, feeds and maps, for their owner alone', async () => {
    await forget(ada);
    const { all, held } = await onDay();
    const before = await get(`/day/${day}`);
    expect(counted(before)).toBe(all);
    expect((await post('/rules?/add', { kind: 'category', value: 'cs.lg' })).status).toBe(200);
    const after = await get(`/day/${day}`);
    expect(counted(after)).toBe(all - held);
    expect(plain(after)).toMatch(
      new RegExp(`${held} hidden by your rules: the category “cs\\.LG” \\(${held}\\)`),
    );
    expect(after.body).not.toMatch(/href="\/categories\/cs\.LG"/);
    expect(papersOn(after)).toBe(Math.min(25, all - held));
    expect(counted(await get(`/day/${day}`, bob))).toBe(all);
    expect(counted(await get(`/day/${day}`, null))).toBe(all);
    const shown = await get(`/day/${day}?hidden=show`);
    expect(counted(shown)).toBe(all);
    expect(plain(shown)).toMatch(/would be hidden by your rules/);
    const more = JSON.parse((await get(`/more?view=/day/${day}&page=1`)).body) as {
      total: number;
      cards: { categories: { code: string }[] }[];
    };
    expect(more.total).toBe(all - held);
    expect(more.cards.flatMap(({ categories }) => categories.map(({ code }) => code))).not.toContain('cs.LG');
    for (const path of ['/search?q=learning', '/similar?of=2608.19758', '/papers/2608.19758'])
      expect((await get(path)).status, path).toBe(200);
    const search = await get('/search?q=zweistromland&by=words');
    expect(plain(search)).toMatch(/hidden by your rules/);
    expect(search.body).not.toMatch(/<li[^>]*><a href="\/categories\/cs\.LG" title/);
    expect(plain(await get('/search?q=zweistromland&by=words&hidden=show'))).toMatch(
      /Your rules hide it: the category “cs\.LG”/,
    );
    const similar = await get('/similar?of=2608.19758');
    expect(similar.body).not.toMatch(/<li[^>]*><a href="\/categories\/cs\.LG" title/);
    const feed = await get(`/day/${day}.json`);
    expect(feed.headers.get('cache-control')).toMatch(/private/);
    expect(JSON.parse(feed.body).items).toHaveLength(Math.min(100, all - held));
  });

  it('are paused, changed and deleted by forms, and come back filled where something is wrong', async () => {
    await forget(ada);
    const wrong = await post('/rules?/add', { kind: 'expression', value: '(a' });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toMatch(/value="\(a"/);
    expect(plain(wrong)).toMatch(/missing closing/);
    await post('/rules?/add', { kind: 'phrase', value: '<script>alert(1)</script>', until: '2026-12-31' });
    const page = await get('/rules');
    expect(page.body).not.toContain('<script>alert(1)');
    expect(plain(page)).toMatch(/Until .*December 31, 2026/);
    const [{ id } = { id: 0 }] = await store.query<{ id: number }>(
      'select id from rules where member_id = $1',
      [ada.member.id],
    );
    await post('/rules?/pause', { id: String(id), paused: 'yes' });
    expect(plain(await get('/rules'))).toMatch(/It rests/);
    await post('/rules?/delete', { id: String(id) }, bob);
    await post('/rules?/change', { id: String(id), kind: 'word', value: 'diffusion', until: '' }, bob);
    await post('/rules?/change', { id: String(id), kind: 'word', value: 'Diffusions', until: '' });
    expect(
      await store.query('select kind, value, paused from rules where member_id = $1', [ada.member.id]),
    ).toEqual([{ kind: 'word', value: 'diffusion', paused: false }]);
  });

  it('go out as a file and come in again', async () => {
    await forget(ada);
    await forget(bob);
    await post('/rules?/add', { kind: 'word', value: 'diffusion' });
    const file = await get('/rules/export');
    expect(file.headers.get('content-disposition')).toMatch(/attachment/);
    const form = new FormData();
    form.set('file', new File([file.body], 'rules.json', { type: 'application/json' }));
    const taken = await ask('/rules?/import', bob, { method: 'POST', body: form });
    expect(plain(taken)).toMatch(/1 rule was taken in\./);
    expect(JSON.parse((await get('/rules/export', bob)).body)).toEqual(JSON.parse(file.body));
    const bad = new FormData();
    bad.set('file', new File(['[1]'], 'rules.json'));
    const refused = await ask('/rules?/import', bob, { method: 'POST', body: bad });
    expect(refused.status).toBe(400);
    expect(plain(refused)).toMatch(/This is no file of rules/);
  });
});

describe('following', () => {
  it('begins and ends on the page of what is followed', async () => {
    await forget(ada);
    expect((await get('/categories/cs.LG')).body).toMatch(/<button class="plain">Follow<\/button>/);
    expect((await get('/categories/cs.LG', null)).body).toMatch(/Sign in to follow/);
    const followed = await post('/following?/add', {
      kind: 'category',
      value: 'cs.LG',
      back: '/categories/cs.LG',
    });
    expect([followed.status, followed.headers.get('location')]).toEqual([303, '/categories/cs.LG']);
    const page = await get('/following');
    expect(plain(page)).toMatch(/in cs\.LG/);
    expect(page.body).toContain(`/day/${day}`);
    expect((await get('/categories/cs.LG')).body).toMatch(/aria-pressed="true"[^>]*>Following/);
    for (const back of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:1'])
      expect(
        (await post('/following?/add', { kind: 'category', value: 'cs.LG', back })).headers.get('location'),
      ).toBe('/following');
    const [{ id } = { id: 0 }] = await store.query<{ id: number }>(
      'select id from follows where member_id = $1',
      [ada.member.id],
    );
    await post('/following?/remove', { id: String(id) }, bob);
    expect(plain(await get('/following'))).toMatch(/cs\.LG/);
    await post('/following?/remove', { id: String(id) });
    expect(plain(await get('/following'))).toMatch(/You follow nothing yet/);
    const wrong = await post('/following?/add', { kind: 'venue', value: 'Nowhere at all' });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toMatch(/value="Nowhere at all"/);
  });

  it('asks which of a name is meant where several seem to bear it', async () => {
    await forget(ada);
    const key = 'wei-zweistrom';
    const sent = await post('/following?/add', {
      kind: 'author',
      value: 'Wei Zweistrom',
      back: '/authors/wei-zweistrom',
    });
    expect(sent.headers.get('location')).toBe(`/following/authors/${key}`);
    const page = await get(`/following/authors/${key}`);
    expect(page.status).toBe(200);
    const clusters = [...page.body.matchAll(/name="cluster" value="(\d+)"/g)].map((found) => found[1] ?? '');
    const none = await post(`/following/authors/${key}`, { who: 'chosen' });
    expect(none.status).toBe(400);
    const kept = await post(`/following/authors/${key}`, { who: 'chosen', cluster: clusters[0] ?? '' });
    expect(kept.headers.get('location')).toBe('/following');
    const [follow] = await store.query<{ identity: { yes: number[] } }>(
      'select identity from follows where member_id = $1',
      [ada.member.id],
    );
    expect(clusters).toHaveLength(2);
    expect(follow?.identity.yes).toHaveLength(added / 2);
    const found = await get('/following');
    expect(counted(found)).toBe(added / 2);
    // Papers that were ticked are no guess.
    expect(plain(found)).not.toContain('Not the Wei Zweistrom I follow');
    expect((await get('/following/authors/nobody-at-all')).status).toBe(404);
  });
});

describe('catching up', () => {
  it('shows the best, moves only when told, and shows nothing twice', async () => {
    await forget(ada);
    const first = await get('/catch-up');
    expect(plain(first)).toMatch(/The 30 best of \d+ since the last week\./);
    expect(plain(await get('/catch-up'))).toMatch(/The 30 best of/);
    const fields = Object.fromEntries(
      [...first.body.matchAll(/<input type="hidden" name="(view|at|to|papers)" value="([^"]*)"/g)].map(
        (found) => [found[1] ?? '', found[2] ?? ''],
      ),
    );
    const done = await post('/catch-up?/done', fields);
    expect(done.headers.get('location')).toBe('/catch-up?view=everything&done');
    expect(plain(await get('/catch-up?view=everything&done'))).toMatch(/You have caught up/);
    await post('/catch-up?/settings', { budget: '5', days: '7', view: 'everything' });
    const again = await get('/catch-up');
    expect(papersOn(again)).toBe(5);
    const shown = new Set((fields['papers'] ?? '').split(','));
    const now = /name="papers" value="([^"]*)"/.exec(again.body)?.[1]?.split(',') ?? [];
    expect(now.filter((id) => shown.has(id))).toEqual([]);
    expect((await post('/catch-up?/done', { ...fields, at: 'never' })).status).toBe(400);
    expect((await post('/catch-up?/settings', { budget: '9999', days: '', view: 'everything' })).status).toBe(
      400,
    );
  });
});

describe('private addresses', () => {
  it('are read without signing in, under the owner’s rules, until they are taken back, and are never logged', async () => {
    await forget(ada);
    await post('/rules?/add', { kind: 'category', value: 'cs.LG' });
    await post('/following?/add', { kind: 'category', value: 'cs.LG' });
    await post('/following?/add', { kind: 'category', value: 'cs.CV' });
    const secrets: string[] = [];
    for (const view of [
      '/following',
      '/catch-up',
      '/feed',
      '/library',
      '/trending',
      '/search?q=zweistromland',
    ]) {
      const made = await post('/private-addresses?/make', { view, label: 'One & <two>' });
      expect(made.status, view).toBe(200);
      const [, path = '', secret = ''] =
        /(\/feeds\/private\/([\w-]{43}))\.rss/.exec(made.body) ?? expect.fail(view);
      secrets.push(secret);
      for (const ending of ['rss', 'atom', 'json']) {
        const feed = await get(`${path}.${ending}`, null);
        expect(feed.status, `${view}.${ending}`).toBe(200);
        expect(feed.headers.get('cache-control')).toBe('private, max-age=300');
        expect(feed.headers.get('x-robots-tag')).toBe('noindex');
        if (ending === 'rss') expect(feed.body).toContain('One &amp; &lt;two&gt;');
        if (ending === 'json' && view === '/search?q=zweistromland') {
          const { items } = JSON.parse(feed.body) as { items: { tags?: string[] }[] };
          expect(items.length).toBeGreaterThan(0);
          expect(items.flatMap(({ tags }) => tags ?? [])).not.toContain('cs.LG');
        }
      }
    }
    for (const secret of secrets) expect(site.log()).not.toContain(secret);
    for (const view of [
      '/nowhere',
      'https://evil.example/',
      '//evil.example',
      '/search',
      '/admin/sources',
      '',
    ])
      expect((await post('/private-addresses?/make', { view })).status, view).toBe(400);
    const [{ id } = { id: 0 }] = await store.query<{ id: number }>(
      'select max(id) as id from private_addresses where member_id = $1',
      [ada.member.id],
    );
    const last = `/feeds/private/${secrets.at(-1)}.rss`;
    await post('/private-addresses?/revoke', { id: String(id) }, bob);
    expect((await get(last, null)).status).toBe(200);
    await post('/private-addresses?/revoke', { id: String(id) });
    expect((await get(last, null)).status).toBe(404);
    expect((await get(`/feeds/private/${'A'.repeat(43)}.rss`, null)).status).toBe(404);
  });
});

describe('the API', () => {
  async function tokenOf(who: SignedInAt, scopes: TokenScope[]): Promise<string> {
    const made = await createToken(store, who.member.id, {
      name: 'a program',
      scopes,
      expiresAt: null,
      now: new Date('2026-08-20T12:00:00Z'),
    });
    return made?.token ?? expect.fail('no token');
  }
  async function call(token: string | null, method: string, path: string, body?: unknown) {
    const response = await fetch(`${site.url}/api/v1${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as any client reads it
    return { status: response.status, body: text === '' ? null : (JSON.parse(text) as any) };
  }

  it('does with rules what the page does, and obeys them for tokens that may read', async () => {
    await forget(ada);
    const token = await tokenOf(ada, ['read', 'library']);
    const blind = await tokenOf(ada, ['library']);
    expect((await call(null, 'GET', '/me/rules')).status).toBe(401);
    expect((await call(blind, 'GET', '/me/rules')).status).toBe(403);
    const trial = await call(token, 'POST', '/me/rules/trial', { kind: 'category', value: 'cs.LG' });
    expect(trial.body.total).toBeGreaterThanOrEqual(added / 3);
    expect((await call(token, 'GET', '/me/rules')).body.items).toEqual([]);
    const wrong = await call(token, 'POST', '/me/rules', { kind: 'expression', value: '(a' });
    expect([wrong.status, wrong.body.errors[0].field]).toEqual([400, 'value']);
    const made = await call(token, 'POST', '/me/rules', { kind: 'category', value: 'cs.lg' });
    expect(made).toMatchObject({ status: 201, body: { kind: 'category', value: 'cs.LG', paused: false } });
    expect(made.body.hidden).toBeGreaterThanOrEqual(added / 3);
    const { all, held } = await onDay();
    const list = `/papers?from=${day}&to=${day}&limit=200`;
    expect((await call(token, 'GET', list)).body).toMatchObject({ total: all - held, hidden: held });
    for (const who of [null, blind, await tokenOf(bob, ['read'])])
      expect((await call(who, 'GET', list)).body).toMatchObject({ total: all, hidden: 0 });
    const search = await call(token, 'GET', '/search?q=zweistromland&by=words&limit=100');
    expect(search.body).toMatchObject({ total: added - added / 3, hidden: added / 3 });
    const daily = await fetch(`${site.url}/api/daily_papers?date=${day}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(daily.status).toBe(200);
    expect(daily.headers.get('cache-control')).toMatch(/private/);
    const path = `/me/rules/${made.body.id}`;
    expect((await call(token, 'PATCH', path, { paused: true })).body).toMatchObject({ paused: true });
    expect((await call(token, 'GET', list)).body).toMatchObject({ total: all, hidden: 0 });
    expect((await call(await tokenOf(bob, ['library']), 'DELETE', path)).status).toBe(404);
    expect((await call(token, 'DELETE', path)).status).toBe(204);
    expect((await call(token, 'DELETE', path)).status).toBe(404);
  });

  it('follows, corrects, lists what is new, and catches up', async () => {
    await forget(bob);
    const token = await tokenOf(bob, ['read', 'library']);
    const [{ id: even } = { id: 0 }] = await store.query<{ id: number }>(
      `select paper_id as id from records where source = 'made' and key = '0'`,
    );
    const made = await call(token, 'POST', '/me/follows', {
      kind: 'author',
      value: 'Wei Zweistrom',
      papers: [`p${even}`],
    });
    expect(made).toMatchObject({ status: 201, body: { toldApart: true, value: 'wei-zweistrom' } });
    const news = await call(token, 'GET', '/me/following?limit=10');
    expect(news.body).toMatchObject({ total: added / 2, limit: 10 });
    expect(news.body.items[0].by).toEqual([{ follow: made.body.id, match: 'told' }]);
    const corrected = await call(token, 'POST', `/me/follows/${made.body.id}/corrections`, {
      paper: `p${even}`,
      theirs: false,
    });
    expect(corrected.status).toBe(200);
    expect((await call(token, 'GET', '/me/following')).body.total).toBe(added / 2 - 1);
    const seen = await call(token, 'GET', '/me/catch-up?view=following');
    expect(seen.body).toMatchObject({ total: added / 2 - 1, view: 'following' });
    const { at, to, items } = seen.body;
    const papers = items.map((item: { paper: { key: string } }) => item.paper.key);
    expect((await call(token, 'POST', '/me/catch-up', { view: 'following', at, to, papers })).status).toBe(
      204,
    );
    expect((await call(token, 'GET', '/me/catch-up?view=following')).body).toMatchObject({
      total: 0,
      since: at,
    });
    expect((await call(token, 'DELETE', `/me/follows/${made.body.id}`)).status).toBe(204);
    expect((await call(token, 'GET', '/me/follows')).body.items).toEqual([]);
  });
});
