import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn, type SignedInAt } from '../support/sign-in.ts';
import { eveningOfTheSample, startSite, type Site } from '../support/site.ts';

let site: Site;
let ada: SignedInAt;
let bob: SignedInAt;
beforeAll(async () => {
  site = await startSite();
  ada = await signedIn(site, { handle: 'ada', role: 'reader' });
  bob = await signedIn(site, { handle: 'bob' });
});
afterAll(() => site.stop());

const ask = (path: string, who: SignedInAt | null, init: RequestInit = {}) =>
  fetch(site.url + path, {
    redirect: 'manual',
    ...init,
    headers: { accept: 'text/html', origin: site.url, ...who?.headers, ...init.headers },
  });
const page = async (path: string, who: SignedInAt | null = ada) => (await ask(path, who)).text();
const post = (path: string, fields: Record<string, string>, who: SignedInAt | null = ada) =>
  ask(path, who, { method: 'POST', body: new URLSearchParams(fields) });
const json = async (path: string, who: SignedInAt | null = ada, method = 'GET', body?: unknown) => {
  const response = await ask(`/api/v1/me/${path}`, who, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as unknown };
};

interface Item {
  position: number;
  paper: { key: string; title: string };
  reason: { kind: string; name: string; total: number; parts: Record<string, number> };
  interest: number | null;
  answer: string | null;
}
const feedOf = async (who: SignedInAt) => (await json('feed', who)).body as { day: string; items: Item[] };

describe('the feed', () => {
  it('is for who is signed in, never cached, and asks for an interest first', async () => {
    for (const path of ['/feed', '/interests', '/interests/1', '/interests/export']) {
      const response = await ask(path, null);
      expect(response.status, path).toBe(303);
      expect(response.headers.get('location')).toContain('/sign-in');
    }
    expect((await json('feed', null)).status).toBe(401);
    const response = await ask('/feed', ada);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(await response.text()).toContain('you have none yet');
    expect((await feedOf(ada)).items).toEqual([]);
  });

  it('refuses an interest of nothing, keeps the good of what is half good, and fills the form in again', async () => {
    const empty = await post('/interests?/add', { name: 'Nothing <b>', papers: '', authors: '', text: '' });
    expect(empty.status).toBe(400);
    const body = await empty.text();
    expect(body).toContain('Give something to learn from');
    expect(body).toContain('Nothing &lt;b');
    const listed = await ask('/api/v1/papers?limit=1', null);
    const { items } = (await listed.json()) as { items: { key: string }[] };
    const half = await post('/interests?/add', {
      name: 'Redundancy',
      papers: `${items[0]?.key}\nno-such-paper`,
      authors: 'Nobody Atall',
      text: 'Self-supervised representation learning of images by reducing redundancy.',
    });
    expect(half.status).toBe(200);
    const said = await half.text();
    expect(said).toContain('begins with 2');
    expect(said).toContain('no-such-paper');
    expect(said).toContain('No paper here is by somebody of that name');
    const again = await post('/interests?/add', { name: 'redundancy', text: 'Twins.' });
    expect(again.status).toBe(400);
    expect(await again.text()).toContain('already');
  });

  it('shows each line with its reasons, stays the same for the day, and adds up', async () => {
    const { day, items } = await feedOf(ada);
    expect(day).toBe(new Date(Date.parse(eveningOfTheSample) - 4 * 3_600_000).toISOString().slice(0, 10));
    expect(items.length).toBeGreaterThan(5);
    expect(new Set(items.map(({ paper }) => paper.key)).size).toBe(items.length);
    for (const { reason } of items) {
      const sum = Object.values(reason.parts).reduce((a, b) => a + b, 0);
      expect(reason.total).toBeCloseTo(sum, 6);
    }
    expect(items.filter(({ interest }) => interest !== null).length).toBeGreaterThan(items.length / 2);
    expect(await feedOf(ada)).toEqual({ day, items });
    const html = await page('/feed');
    expect([...html.matchAll(/data-paper/g)]).toHaveLength(items.length);
    expect(html).toContain('For “Redundancy”');
    expect(html).toContain('together');
    expect((await feedOf(bob)).items).toEqual([]);
  });

  it('learns from an answer without a script, and takes it back', async () => {
    const { items } = await feedOf(ada);
    const first = items.find(({ interest }) => interest !== null);
    const html = await page('/feed');
    const id = /name="paper" value="(\d+)"/.exec(html)?.[1] ?? '';
    const answered = await post('/feed?/answer', { paper: id, answer: 'less', day: '' });
    expect(answered.status).toBe(303);
    expect(answered.headers.get('location')).toBe(`/feed#paper-${id}`);
    expect((await feedOf(ada)).items[0]?.answer).toBe('less');
    const interest = (await json(`interests/${first?.interest}`)).body as { less: number };
    expect(interest.less).toBe(1);
    expect((await post('/feed?/answer', { paper: id, answer: 'none', day: '' })).status).toBe(303);
    expect((await json(`interests/${first?.interest}`)).body).toMatchObject({ less: 0 });
    expect((await post('/feed?/answer', { paper: id, answer: 'more' }, bob)).status).toBe(404);
    expect((await post('/feed?/answer', { paper: 'x', answer: 'more' })).status).toBe(400);
    const elsewhere = await ask('/feed?/answer', ada, {
      method: 'POST',
      body: new URLSearchParams({ paper: id, answer: 'more' }),
      headers: { origin: 'https://evil.example' },
    });
    expect(elsewhere.status).toBe(403);
  });

  it('is mixed by sliders: tried first, then kept, and set back', async () => {
    const tried = await post('/interests?/mix', { do: 'preview', votes: '100', interest: '0', places: '10' });
    expect(await tried.text()).toContain('Not saved yet');
    expect((await json('feed-settings')).body).toMatchObject({ votes: 20, places: 30 });
    const wrong = await post('/interests?/mix', { votes: '1000' });
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain('from 0 to 100');
    await post('/interests?/mix', { votes: '55', places: '10' });
    expect((await json('feed-settings')).body).toMatchObject({ votes: 55, places: 10 });
    await post('/feed?/remake', {});
    expect((await feedOf(ada)).items.length).toBeLessThanOrEqual(10);
    await post('/interests?/mix', { do: 'usual' });
    expect((await json('feed-settings')).body).toMatchObject({ votes: 20, places: 30 });
  });

  it('can be read at a private address', async () => {
    const html = await page('/private-addresses?view=/feed');
    expect(html).toContain('/feed');
  });
});

describe('the API', () => {
  it('begins, changes, teaches and deletes interests of one’s own, with fields named where they are wrong', async () => {
    expect(await json('interests', bob, 'POST', { name: 'X' })).toMatchObject({ status: 400 });
    expect(await json('interests', bob, 'POST', { name: 7, text: 'x' })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'name' }] },
    });
    const made = await json('interests', bob, 'POST', {
      name: 'Graphs',
      text: 'Graph neural networks.',
      papers: 'zzz',
    });
    expect(made).toMatchObject({ status: 201, body: { examples: 1, unread: [{ text: 'zzz' }] } });
    const { id } = made.body as { id: number };
    expect((await json(`interests/${id}`, ada)).status).toBe(404);
    expect((await json(`interests/${id}`, ada, 'DELETE')).status).toBe(404);
    expect(await json(`interests/${id}`, bob, 'PATCH', { weight: 80 })).toMatchObject({
      body: { weight: 80 },
    });
    expect(
      await json(`interests/${id}/examples`, bob, 'POST', { verdict: 'less', text: 'Molecules.' }),
    ).toMatchObject({
      status: 200,
      body: { added: 1 },
    });
    const record = (await json(`interests/${id}`, bob)).body as {
      examples: { id: number; verdict: string }[];
    };
    expect(record.examples.map(({ verdict }) => verdict)).toEqual(['less', 'more']);
    expect((await json(`interests/${id}/examples/${record.examples[0]?.id}`, bob, 'DELETE')).status).toBe(
      204,
    );
    expect((await json('feed', bob, 'POST')).status).toBe(200);
    const profile = await json('interests/profile', bob);
    expect(profile.body).toMatchObject({ interests: [{ name: 'Graphs', weight: 80 }] });
    expect((await json('interests?what=everything', bob, 'DELETE')).status).toBe(204);
    expect(await json('interests', bob)).toMatchObject({ body: { items: [] } });
    expect(await json('interests/profile', bob, 'POST', profile.body)).toMatchObject({
      status: 200,
      body: { interests: 1, examples: 1 },
    });
    expect((await json(`interests/${id}`, bob)).status).toBe(404);
  });
});

describe('the interests', () => {
  it('go out as a file and come in again, and are reset by one click', async () => {
    const file = await ask('/interests/export', ada);
    expect(file.headers.get('content-disposition')).toContain('broadsheet-interests.json');
    const text = await file.text();
    expect(JSON.parse(text)).toMatchObject({ format: 'broadsheet-interests-1' });
    expect((await post('/interests?/reset', { what: 'everything' })).status).toBe(200);
    expect(await page('/feed')).toContain('you have none yet');
    const form = new FormData();
    form.set('file', new File([text], 'interests.json', { type: 'application/json' }));
    const taken = await ask('/interests?/import', ada, { method: 'POST', body: form });
    expect(await taken.text()).toContain('1 new interest');
    const bad = new FormData();
    bad.set('file', new File(['{'], 'interests.json'));
    expect((await ask('/interests?/import', ada, { method: 'POST', body: bad })).status).toBe(400);
  });
});
