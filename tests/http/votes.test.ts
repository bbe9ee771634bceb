import { openStore, type Store } from '@broadsheet/papers';
import { createToken, type TokenScope } from '@broadsheet/people';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn, type SignedInAt } from '../support/sign-in.ts';
import { startSite, type Site } from '../support/site.ts';

let site: Site;
let store: Store;
let ada: SignedInAt;
let rex: SignedInAt;
let eve: SignedInAt;
let key: string;
beforeAll(async () => {
  site = await startSite();
  const { env } = site.place;
  store = await openStore({ home: env.BROADSHEET_HOME, databaseUrl: env.DATABASE_URL });
  ada = await signedIn(site, { handle: 'ada' });
  rex = await signedIn(site, { handle: 'rex', role: 'reader' });
  eve = await signedIn(site, { handle: 'eve', role: 'editor' });
  const [paper] = await store.query<{ key: string }>(
    `select i.value as key from standings s join identities i on i.paper_id = s.paper_id and i.scheme = 'arxiv'
      where i.value ~ '^[0-9.]+$' order by s.trending desc limit 1`,
  );
  key = paper?.key ?? '';
});
afterAll(async () => {
  await store.close();
  await site.stop();
});

async function ask(path: string, who: SignedInAt | null, init: RequestInit = {}, accept = 'text/html') {
  const response = await fetch(site.url + path, {
    redirect: 'manual',
    ...init,
    headers: { accept, origin: site.url, ...who?.headers },
  });
  const body = (await response.text()).replace(/<!--.*?-->/g, '');
  return {
    status: response.status,
    location: response.headers.get('location'),
    headers: response.headers,
    body,
  };
}
const get = (path: string, who: SignedInAt | null = null) => ask(path, who);
const post = (path: string, fields: Record<string, string>, who: SignedInAt | null, accept?: string) =>
  ask(path, who, { method: 'POST', body: new URLSearchParams(fields) }, accept);
const votes = async () => {
  const [row] = await store.query<{ votes: number }>(
    `select votes from standings where paper_id = (select paper_id from identities where scheme = 'arxiv' and value = $1)`,
    [key],
  );
  return row?.votes ?? -1;
};
/** The form of the button on a paper's page or card. */
const button = (body: string) =>
  new RegExp(
    `<form class="vote[^"]*" method="post" action="/papers/${key}/vote"[\\s\\S]*?name="wanted" value="(yes|no)"[\\s\\S]*?aria-pressed="(true|false)"`,
  )
    .exec(body)
    ?.slice(1);

describe('a vote without a script', () => {
  it('leads who is not signed in to sign in, and back', async () => {
    const answer = await post(`/papers/${key}/vote`, { wanted: 'yes', back: '/trending?page=1' }, null);
    expect([answer.status, answer.location]).toEqual([303, '/sign-in?back=%2Ftrending%3Fpage%3D1']);
  });

  it('is cast, shown to its member alone, and taken back', async () => {
    const before = await votes();
    expect(button((await get('/trending', ada)).body)).toEqual(['yes', 'false']);
    const cast = await post(`/papers/${key}/vote`, { wanted: 'yes', back: '/trending' }, ada);
    expect([cast.status, cast.location]).toEqual([303, '/trending']);
    expect(await votes()).toBe(before + 1);
    const own = await get('/trending', ada);
    expect(button(own.body)).toEqual(['no', 'true']);
    expect(own.headers.get('cache-control')).toContain('no-store');
    expect(button((await get(`/papers/${key}`, ada)).body)).toEqual(['no', 'true']);
    expect(button((await get('/trending')).body)).toEqual(['yes', 'false']);
    // Sent twice, it is one vote.
    await post(`/papers/${key}/vote`, { wanted: 'yes' }, ada);
    expect(await votes()).toBe(before + 1);
    const list = await get(`/papers/${key}/votes`);
    expect(list.body).toContain('@ada');
    await post(`/papers/${key}/vote`, { wanted: 'no' }, ada);
    expect(await votes()).toBe(before);
    expect((await get(`/papers/${key}/votes`)).body).not.toContain('@ada');
  });

  it('goes nowhere else, and is refused where it may not be', async () => {
    for (const back of ['//evil.example', 'https://evil.example', '/\\evil.example', ''])
      expect((await post(`/papers/${key}/vote`, { wanted: 'no', back }, ada)).location).toBe(
        `/papers/${key}`,
      );
    expect((await post(`/papers/${key}/vote`, { wanted: 'maybe' }, ada)).status).toBe(400);
    expect((await post('/papers/9999.99999/vote', { wanted: 'yes' }, ada)).status).toBe(404);
    const refused = await post(`/papers/${key}/vote`, { wanted: 'yes' }, rex);
    expect(refused.status).toBe(403);
    expect(refused.body).toContain('takes the role of member');
    const foreign = await fetch(`${site.url}/papers/${key}/vote`, {
      method: 'POST',
      headers: { ...ada.headers, origin: 'https://evil.example' },
      body: new URLSearchParams({ wanted: 'yes' }),
    });
    expect(foreign.status).toBe(403);
    expect((await get(`/papers/${key}/vote`)).location).toBe(`/papers/${key}`);
  });

  it('answers a script with the vote as it stands, or where to sign in', async () => {
    const json = 'application/json';
    const cast = await post(`/papers/${key}/vote`, { wanted: 'yes' }, ada, json);
    expect(JSON.parse(cast.body)).toEqual({ voted: true, votes: await votes() });
    const nobody = await post(`/papers/${key}/vote`, { wanted: 'yes', back: '/' }, null, json);
    expect([nobody.status, JSON.parse(nobody.body)]).toEqual([
      401,
      { message: 'Sign in to vote.', signIn: '/sign-in?back=%2F' },
    ]);
  });
});

describe('moderation', () => {
  it('is for editors', async () => {
    for (const path of ['/admin/votes', '/admin/reports', '/admin/moderation', `/papers/${key}/moderate`]) {
      const nobody = await get(path);
      expect([nobody.status, nobody.location?.startsWith('/sign-in?back=')], path).toEqual([303, true]);
      expect((await get(path, ada)).status, path).toBe(403);
      expect((await get(path, eve)).status, path).toBe(200);
    }
    const refused = await post(
      `/papers/${key}/moderate?/decide`,
      { decision: 'hide paper', reason: 'Because.' },
      ada,
    );
    expect(refused.status).toBe(403);
    expect((await get(`/papers/${key}`)).body).not.toContain('/moderate');
  });

  it('hides a paper everywhere, but not from editors, with a reason in the log', async () => {
    const hide = (fields: Record<string, string>) => post(`/papers/${key}/moderate?/decide`, fields, eve);
    const unsaid = await hide({ decision: 'hide paper', reason: ' ' });
    expect([unsaid.status, unsaid.body.includes('Say why')]).toEqual([400, true]);
    expect((await get(`/papers/${key}`)).status).toBe(200);
    expect((await hide({ decision: 'hide paper', reason: 'A <b>test</b> of hiding.' })).status).toBe(303);
    for (const path of [
      `/papers/${key}`,
      `/papers/${key}.md`,
      `/papers/${key}/votes`,
      `/api/v1/papers/${key}`,
      `/api/papers/${key}`,
      `/cite/bibtex/${key}`,
    ])
      expect((await get(path)).status, path).toBe(404);
    for (const path of [
      '/trending',
      '/feeds/atom/trending',
      '/api/v1/papers?order=trending&limit=50',
      `/search?q=id:${key}`,
    ])
      expect((await get(path)).body.includes(`papers/${key}`), path).toBe(false);
    const seen = await get(`/papers/${key}`, eve);
    expect([seen.status, seen.body.includes('This paper is hidden')]).toEqual([200, true]);
    const log = await get('/admin/moderation', eve);
    expect(log.body).toContain('A &lt;b>test&lt;/b> of hiding.');
    await hide({ decision: 'show paper', reason: 'It was a test.' });
    expect((await get(`/papers/${key}`)).status).toBe(200);
  });

  it('features a paper, with a list and its feeds', async () => {
    await post(`/papers/${key}/moderate?/decide`, { decision: 'feature paper', reason: 'Read this.' }, eve);
    expect((await get('/featured')).body).toContain(`/papers/${key}`);
    expect((await get('/feeds/atom/featured')).body).toContain(`/papers/${key}`);
    expect((await get(`/papers/${key}`)).body).toContain('Featured');
    await post(`/papers/${key}/moderate?/decide`, { decision: 'unfeature paper', reason: 'Read.' }, eve);
    expect((await get('/featured')).body).not.toContain(`href="/papers/${key}"`);
  });

  it('answers reports, and tells who reported', async () => {
    expect((await get(`/report?kind=paper&id=${key}`)).status).toBe(303);
    expect((await get('/report?kind=paper&id=nonsense', ada)).status).toBe(404);
    const empty = await post(`/report?kind=paper&id=${key}`, { reason: '', note: 'Kept words' }, ada);
    expect([empty.status, empty.body.includes('Choose a reason'), empty.body.includes('Kept words')]).toEqual(
      [400, true, true],
    );
    const sent = await post(
      `/report?kind=paper&id=${key}`,
      { reason: 'wrong', note: '<script>x</script>' },
      ada,
    );
    expect(sent.status).toBe(303);
    const queue = await get('/admin/reports', eve);
    expect(queue.body).toContain('&lt;script>x&lt;/script>');
    const [, id] = /name="id" value="(\d+)"/.exec(queue.body) ?? [];
    const answered = await post(
      '/admin/reports?/answer',
      { kind: 'paper', id: id ?? '', answer: 'dismiss reports', reason: 'The record is right.' },
      eve,
    );
    expect([answered.status, answered.location]).toEqual([303, '/admin/reports?answered=1']);
    const told = await get('/account/moderation', ada);
    expect(told.body).toContain('The record is right.');
    expect(told.body).toContain('The editors saw nothing wrong');
  });

  it('looks for bursts when asked', async () => {
    const looked = await post('/admin/votes?/look', {}, eve);
    expect([looked.status, looked.location]).toEqual([303, '/admin/votes?looked=0']);
    expect((await post('/admin/votes?/look', {}, ada)).status).toBe(403);
    const unknown = await post(
      '/admin/votes?/decide',
      { burst: 'x', decision: 'discount burst', reason: 'Why not.' },
      eve,
    );
    expect(unknown.status).toBe(400);
  });
});

describe('the API', () => {
  const tokenOf = async ({ member }: SignedInAt, scopes: TokenScope[]) => {
    const made = await createToken(store, member.id, {
      name: 'test',
      scopes,
      expiresAt: null,
      now: new Date(),
    });
    return made?.token ?? '';
  };
  async function call(method: string, path: string, token: string | null, body?: unknown) {
    const response = await fetch(site.url + path, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? null : (JSON.parse(text) as Record<string, unknown>),
    };
  }

  it('votes and takes it back, with a token that may', async () => {
    const path = `/api/v1/papers/${key}/vote`;
    await post(`/papers/${key}/vote`, { wanted: 'no' }, ada);
    const before = await votes();
    const token = await tokenOf(ada, ['vote', 'read']);
    for (let n = 0; n < 2; n++)
      expect(await call('PUT', path, token)).toEqual({
        status: 200,
        body: { voted: true, votes: before + 1 },
      });
    expect((await call('GET', path, token)).body).toEqual({ voted: true, votes: before + 1 });
    expect((await call('GET', `/api/v1/papers/${key}/votes`, null)).body).toMatchObject({
      votes: before + 1,
      cast: 1,
      voters: [{ handle: 'ada' }],
    });
    const upvotes = (await call('GET', `/api/papers/${key}`, null)).body?.['upvotes'];
    expect(upvotes).toBe(before + 1);
    expect(await call('DELETE', path, token)).toEqual({ status: 200, body: { voted: false, votes: before } });
    expect((await ask(path, null, { method: 'PUT' })).status).toBe(401);
    expect((await call('PUT', path, await tokenOf(ada, ['read']))).status).toBe(403);
    expect((await call('PUT', path, await tokenOf(rex, ['vote']))).status).toBe(403);
    expect((await call('PUT', '/api/v1/papers/9999.99999/vote', token)).status).toBe(404);
  });

  it('reports, decides and reads the log', async () => {
    const editor = await tokenOf(eve, ['moderate']);
    const member = await tokenOf(ada, ['comment', 'vote', 'read', 'library']);
    const decide = (decision: string, reason = 'By the API.') =>
      call('POST', `/api/v1/papers/${key}/moderation`, editor, { decision, reason });
    expect((await decide('hide paper', '')).status).toBe(400);
    expect(await decide('hide paper')).toEqual({ status: 200, body: { done: true } });
    expect(await decide('hide paper')).toEqual({ status: 200, body: { done: false } });
    expect((await call('GET', `/api/v1/papers/${key}`, editor)).status).toBe(404);
    expect(await decide('show paper')).toEqual({ status: 200, body: { done: true } });
    expect((await call('POST', `/api/v1/papers/${key}/moderation`, member, {})).status).toBe(403);
    const log = (await call('GET', '/api/v1/moderation/log', editor)).body?.['items'];
    expect(log).toMatchObject(
      [{ kind: 'show paper', editor: 'eve' }, { kind: 'hide paper' }, ...Array(50).fill({})].slice(
        0,
        (log as unknown[]).length,
      ),
    );
    expect((await call('GET', '/api/v1/moderation/bursts', editor)).body).toEqual({ items: [] });
    expect(
      (await call('POST', `/api/v1/papers/${key}/merge`, editor, { other: key, reason: 'One.' })).status,
    ).toBe(409);
    expect(
      (
        await call('POST', `/api/v1/papers/${key}/split`, editor, {
          records: [{ source: 'x', key: 'y' }],
          reason: 'Two.',
        })
      ).status,
    ).toBe(409);
  });
});
