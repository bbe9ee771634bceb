import { expect, inject, test } from 'vitest';

const site = inject('siteUrl');
const paper = '2608.19758';

async function get(path: string) {
  const response = await fetch(site + path, { redirect: 'manual' });
  return { status: response.status, body: await response.text() };
}

/** As a browser sends the form. */
async function send(fields: Record<string, string | File>, origin = site) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const response = await fetch(`${site}/similar`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { origin, accept: 'text/html' },
  });
  return {
    status: response.status,
    location: response.headers.get('location'),
    body: await response.text(),
  };
}

const bibtex = (entries: string) => new File([entries], 'mine.bib', { type: 'application/x-bibtex' });
const entry = `@misc{a, title={FlashPrefill}, eprint={${paper}}, archiveprefix={arXiv}}`;

test('papers like some are found by their names, and what is not understood is said', async () => {
  const { status, body } = await get(`/similar?of=${paper},nothing+here`);
  expect(status).toBe(200);
  expect(body).toContain('Starting from');
  expect(body).toMatch(/<code>nothing<\/code>[\s\S]{0,80}This is no arXiv id/);
  expect(body.match(/data-paper/g)?.length).toBeGreaterThan(5);
  expect(body).not.toMatch(new RegExp(`<h2[^>]*><a href="/papers/${paper}"`));
  const nothing = await get('/similar?of=nothing&after=soon');
  expect(nothing.body).toContain('No paper to start from was found');
  expect(nothing.body).toContain('Give a year, a month or a day');
});

test('a file leads to the address of its papers where all of it was read, and is told about where not', async () => {
  const whole = await send({ file: bibtex(entry), category: 'cs', sort: 'date' });
  expect([whole.status, whole.location]).toEqual([303, `/similar?of=${paper}&category=cs&sort=date`]);
  const part = await send({
    file: bibtex(`${entry}\n@misc{b, author={Nobody}}\n@misc{c, title={Unheard of}}`),
  });
  expect(part.status).toBe(200);
  expect(part.body).toContain('The entry has no title.');
  expect(part.body).toContain('not here yet');
  expect((await send({ of: 'nothing' })).status).toBe(400);
  expect((await send({ of: paper }, 'https://elsewhere.example')).status).toBe(403);
});

test('the same list is a feed and an answer of the API', async () => {
  const feed = await get(`/similar.rss?of=${paper}`);
  expect([feed.status, feed.body.includes('<item>')]).toEqual([200, true]);
  expect((await get('/similar.rss?of=nothing')).status).toBe(400);
  const answer = await get(`/api/v1/similar?of=${paper}&limit=3`);
  expect(JSON.parse(answer.body)).toMatchObject({ seeds: [paper], unread: [], cut: false });
});

test('a whole abstract can be searched, and words alone', async () => {
  const found = JSON.parse((await get(`/api/v1/papers/${paper}`)).body) as { abstract: string };
  const query = encodeURIComponent(`${found.abstract} ${'and so on '.repeat(40)}`);
  const { status, body } = await get(`/search?q=${query}&by=words`);
  expect(status).toBe(200);
  expect(body.indexOf(`/papers/${paper}`)).toBeGreaterThan(0);
});
