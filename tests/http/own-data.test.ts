import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openStore } from '@broadsheet/papers';
import { createToken, type TokenScope } from '@broadsheet/people';
import { freshPlace } from '../support/fresh-place.ts';
import { signedIn, type SignedInAt } from '../support/sign-in.ts';
import { startSite, type Site } from '../support/site.ts';

const key = '2608.19758';

let full: Site;
let empty: Site;
let ada: SignedInAt;
let there: SignedInAt;
beforeAll(async () => {
  [full, empty] = await Promise.all([
    startSite({}, await freshPlace(inject('loadedPlace'))),
    startSite({}, await freshPlace(inject('emptyPlace'))),
  ]);
  ada = await signedIn(full, { handle: 'ada' });
  there = await signedIn(empty, { handle: 'ada-elsewhere' });
});
afterAll(() => Promise.all([full.stop(), empty.stop()]));

async function tokenOf(scopes: TokenScope[]): Promise<string> {
  const { env } = full.place;
  const store = await openStore({ home: env.BROADSHEET_HOME, databaseUrl: env.DATABASE_URL });
  try {
    const made = await createToken(store, ada.member.id, {
      name: 'test',
      scopes,
      expiresAt: null,
      now: new Date(),
    });
    return made?.token ?? expect.fail('no token');
  } finally {
    await store.close();
  }
}
async function api(
  path: string,
  token: string | null,
  { method = 'GET', body }: { method?: string; body?: unknown } = {},
) {
  const response = await fetch(`${full.url}/api/v1/me/${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text) as Record<
    string,
    unknown
  >;
  return { status: response.status, body: json, headers: response.headers };
}

describe('a library by the API', () => {
  test('is listed, changed, searched, tagged, imported, exported and emptied', async () => {
    const token = await tokenOf(['read', 'library', 'submit']);
    const kept = await api(`library/papers/${key}`, token, {
      method: 'PUT',
      body: { state: 'reading', tags: ['ssl', 'To cite'], note: 'A quokka of a note' },
    });
    expect([kept.status, kept.body]).toMatchObject([
      200,
      { state: 'reading', tags: ['ssl', 'To cite'], paper: { key } },
    ]);
    expect(kept.headers.get('cache-control')).toBe('private, no-store');
    expect((await api(`library/papers/${key}`, token)).body).toMatchObject({ note: 'A quokka of a note' });
    expect((await api('library?q=quokka', token)).body).toMatchObject({
      total: 1,
      items: [{ paper: { key } }],
    });
    expect((await api('library?state=read', token)).body).toMatchObject({ total: 0, items: [] });
    expect(
      (await api('library/tags/to%20cite', token, { method: 'PATCH', body: { name: 'cite' } })).body,
    ).toEqual({ changed: 1 });
    expect((await api('library/tags', token)).body).toMatchObject({
      total: 1,
      states: { reading: 1 },
      tags: [
        { tag: 'cite', count: 1 },
        { tag: 'ssl', count: 1 },
      ],
    });
    const text = `${key}\n2608.20336\nnonsense`;
    expect((await api('library/import', token, { method: 'POST', body: { text } })).body).toMatchObject({
      read: 3,
      found: 1,
      known: 1,
      troubles: [{ position: 'line 3' }],
    });
    const given = await api('library/export?format=ris', token);
    expect(String(given.body)).toContain('KW  - cite');
    expect((await api('library/papers/2608.20336', token, { method: 'DELETE' })).status).toBe(204);
    expect((await api('library/papers/2608.20336', token)).status).toBe(404);
  });

  test('is for its owner, by the scopes of the token, and says what does not fit', async () => {
    expect((await api('library', null)).status).toBe(401);
    const reader = await tokenOf(['read']);
    expect((await api('library', reader)).status).toBe(200);
    const refused = await api(`library/papers/${key}`, reader, { method: 'PUT', body: {} });
    expect([refused.status, refused.body['detail']]).toMatchObject([403, expect.stringContaining('library')]);
    const keeper = await tokenOf(['library']);
    const bad = await api(`library/papers/${key}`, keeper, {
      method: 'PUT',
      body: { state: 'done', tags: ['a,b'], more: 1 },
    });
    expect(bad.status).toBe(400);
    expect((bad.body['errors'] as { field: string }[]).map(({ field }) => field).sort()).toEqual([
      'more',
      'state',
      'tags.0',
    ]);
    const added = await api('library/import', keeper, {
      method: 'POST',
      body: { text: '@misc{x, title={By a narrow token}, author={Doe, J}, year=2001}' },
    });
    expect(added.body).toMatchObject({ added: 0, troubles: [{ text: 'By a narrow token' }] });
  });
});

describe('everything of a member’s own', () => {
  test('goes out as one archive, and into another installation with its papers', async () => {
    const stranger = await fetch(`${full.url}/me/export/archive`, { redirect: 'manual' });
    expect(stranger.status).toBe(303);
    const page = await fetch(`${full.url}/me/export`, { headers: ada.headers });
    expect(await page.text()).toContain('subscriptions.json');
    const response = await fetch(`${full.url}/me/export/archive`, { headers: ada.headers });
    expect(response.headers.get('content-type')).toBe('application/gzip');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    const archive = new File([await response.arrayBuffer()], 'mine.tar.gz');
    for (const times of [1, 2]) {
      const body = new FormData();
      body.set('archive', archive);
      const taken = await fetch(`${empty.url}/me/import`, {
        method: 'POST',
        headers: { ...there.headers, accept: 'text/html' },
        body,
      });
      const text = (await taken.text()).replace(/<!--.*?-->/g, '');
      expect([taken.status, times, /library: 1\b/.test(text)]).toEqual([200, times, true]);
    }
    const library = await fetch(`${empty.url}/library`, { headers: there.headers });
    const text = (await library.text()).replace(/<!--.*?-->/g, '');
    expect(text).toContain(`/papers/${key}`);
    expect(text).toContain('A quokka of a note');
    expect(text).toContain('#cite');
  });

  test('is refused where it is no archive', async () => {
    const body = new FormData();
    body.set('archive', new File(['hello'], 'x.tar.gz'));
    const refused = await fetch(`${empty.url}/me/import`, {
      method: 'POST',
      headers: { ...there.headers, accept: 'text/html' },
      body,
    });
    expect([refused.status, (await refused.text()).includes('Nothing was taken in')]).toEqual([400, true]);
  });
});
