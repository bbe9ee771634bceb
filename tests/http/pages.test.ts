import { expect, inject, test } from 'vitest';

const site = inject('siteUrl');

async function get(path: string, init: RequestInit = {}) {
  const response = await fetch(site + path, { redirect: 'manual', ...init });
  return { response, status: response.status, body: await response.text() };
}

test.each([
  ['/', 'Thursday, August 20, 2026'],
  ['/day/2026-08-19', 'Wednesday, August 19, 2026'],
  ['/week/2026-W33', 'Week 33 of 2026'],
  ['/month/2026-07', 'July 2026'],
  ['/range?from=2026-01-01&to=2026-06-30', 'Thursday, January 1, 2026 – Tuesday, June 30, 2026'],
  ['/trending', 'Trending papers'],
  ['/lists/first-edition', 'The first edition'],
  ['/categories', 'Categories'],
  ['/categories/cs.CL', 'Computation and Language (cs.CL)'],
  ['/venues', 'Venues'],
  ['/search', 'Search'],
  ['/search?q=contrastive+learning', 'Search'],
  ['/similar', 'Similar papers'],
  ['/api', 'API'],
  ['/about', 'About'],
  ['/about/ranking', 'How papers are ranked'],
  ['/about/feeds', 'Feeds'],
])('%s is a whole page without JavaScript', async (path, heading) => {
  const { status, body, response } = await get(path);
  expect(status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/html');
  expect(body.match(/<h1[^>]*>([\s\S]*?)<\/h1>/)?.[1]).toBe(heading);
  expect(body).toMatch(/<title>[^<]+ · Broadsheet<\/title>/);
  expect(body).toContain('Part of these papers are a sample');
});

test('the first edition holds the 62 papers of its page, in their order', async () => {
  const { body } = await get('/lists/first-edition');
  expect(body).toContain('62 papers');
  expect(body.match(/data-paper/g)?.length).toBeGreaterThanOrEqual(20);
  const first = body.slice(body.indexOf('data-paper'), body.indexOf('</h2>'));
  expect(first).toContain(
    'ProDepth: Boosting Self-Supervised Multi-Frame Monocular Depth with Probabilistic Fusion',
  );
});

test('days without papers say when the next come', async () => {
  const saturday = await get('/day/2026-08-22');
  expect(saturday.status).toBe(200);
  expect(saturday.body).toContain('No papers on Saturday, August 22, 2026');
  expect(saturday.body).toContain('href="/day/2026-08-23"');
  expect(saturday.body).toContain('href="/day/2026-08-20"');
});

test.each([
  ['/day', '/'],
  ['/week', '/week/2026-W34'],
  ['/month', '/month/2026-08'],
  ['/papers', '/'],
  ['/papers/date/2026-08-19', '/day/2026-08-19'],
  ['/papers/week/2026-W33', '/week/2026-W33'],
  ['/papers/month/2026-08', '/month/2026-08'],
  ['/papers/trending', '/trending'],
  ['/papers/2608.19758v1', '/papers/2608.19758'],
  ['/papers/arXiv:2608.19758', '/papers/2608.19758'],
])('%s leads to %s', async (from, to) => {
  const { status, response } = await get(from);
  expect([301, 302, 303, 307, 308]).toContain(status);
  expect(response.headers.get('location')).toBe(to);
});

test.each([
  ['/nothing/here', 404, 'Nothing lies at /nothing/here'],
  ['/papers/9999.99999', 404, 'No paper here is called “9999.99999”'],
  ['/day/2026-02-30', 404, '“2026-02-30” is not a day'],
  ['/authors/nobody-of-that-name', 404, ''],
  ['/lists/none', 404, ''],
  ['/venues/none', 404, ''],
])('%s says what is wrong and where to go', async (path, status, words) => {
  const answer = await get(path);
  expect(answer.status).toBe(status);
  expect(answer.body).toContain(words);
  expect(answer.body).toContain('action="/search"');
  expect(answer.body).toContain('href="/trending"');
});

test('what a reader types comes back as text, never as markup', async () => {
  const hostile = '<img src=x onerror=alert(1)>"\'</script>';
  const { status, body } = await get(`/search?q=${encodeURIComponent(hostile)}`);
  expect(status).toBe(200);
  expect(body).not.toContain('<img src=x');
  expect(body.match(/<\/script>/g)?.length).toBe(body.match(/<script/g)?.length);
});

test('pages of a list hold every paper once', async () => {
  const seen: string[] = [];
  for (let page = 1; page <= 4; page++) {
    const { body } = await get(`/lists/first-edition?page=${page}`);
    seen.push(...[...body.matchAll(/<h2[^>]*><a href="(\/papers\/[^"]+)"/g)].map(([, path]) => path ?? ''));
  }
  expect(seen.length).toBe(62);
  expect(new Set(seen).size).toBe(62);
});

test('search mends a spelling, goes straight to ids, and names what it ignored', async () => {
  expect((await get('/search?q=contrastiv+lerning')).body).toContain('contrastive learning</a>');
  const direct = await get('/search?q=https%3A%2F%2Farxiv.org%2Fabs%2F2608.19758v2');
  expect(direct.response.headers.get('location')).toBe('/papers/2608.19758');
  expect((await get('/search?q=year%3Asoon+diffusion')).body).toContain(
    'Not searched: <code>year:soon</code>',
  );
});
