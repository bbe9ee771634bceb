import { expect, inject, test } from 'vitest';

const site = inject('siteUrl');

test('the HF operations page to their end by Link headers', async () => {
  const ids: string[] = [];
  let address: string | null = `${site}/api/papers?limit=100`;
  for (let page = 0; address !== null && page < 100; page++) {
    const response: Response = await fetch(address);
    expect(response.status).toBe(200);
    ids.push(...((await response.json()) as { id: string }[]).map(({ id }) => id));
    address = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
  }
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(1000);
  for (const id of ids) expect(id).toMatch(/^\d{4}\.\d{4,5}$/);
});

test('a day, a paper and a search have the shapes that clients read', async () => {
  const day = (await (await fetch(`${site}/api/daily_papers?date=2026-08-19`)).json()) as Record<
    string,
    unknown
  >[];
  expect(day[0]).toMatchObject({
    paper: {
      id: expect.any(String) as string,
      title: expect.any(String) as string,
      upvotes: expect.any(Number) as number,
    },
    publishedAt: expect.any(String) as string,
    title: expect.any(String) as string,
    numComments: expect.any(Number) as number,
  });
  const paper = (await (await fetch(`${site}/api/papers/2608.19758`)).json()) as Record<string, unknown>;
  expect(paper).toMatchObject({ id: '2608.19758', title: expect.stringContaining('FlashPrefill') as string });
  const found = (await (await fetch(`${site}/api/papers/search?q=contrastive+learning`)).json()) as unknown[];
  expect(found.length).toBeGreaterThan(5);
});

test.each([
  ['/api/papers/9999.99999', 404],
  ['/api/daily_papers?limit=1000', 400],
  ['/api/daily_papers?date=yesterday', 400],
  ['/api/papers/search', 400],
  ['/api/v1/papers?limit=none', 400],
  ['/api/none', 404],
])('%s answers %i in JSON that says why', async (path, status) => {
  const response = await fetch(site + path);
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toContain('json');
  const body = (await response.json()) as Record<string, unknown>;
  expect(String(body['error'] ?? body['detail'] ?? body['title'])).not.toBe('undefined');
});

test('any origin may read, and unchanged answers are not sent again', async () => {
  const first = await fetch(`${site}/api/v1/categories`, { headers: { origin: 'https://example.org' } });
  expect(first.headers.get('access-control-allow-origin')).toBe('*');
  const etag = first.headers.get('etag') ?? '';
  expect((await fetch(`${site}/api/v1/categories`, { headers: { 'if-none-match': etag } })).status).toBe(304);
  const preflight = await fetch(`${site}/api/v1/papers`, {
    method: 'OPTIONS',
    headers: { origin: 'https://example.org' },
  });
  expect(preflight.status).toBe(204);
});

interface Described {
  operationId: string;
  responses: Record<string, unknown>;
  security?: unknown[];
}
interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, Described>>;
}

test('every operation of the OpenAPI document answers', async () => {
  const document = (await (await fetch(`${site}/api/openapi.json`)).json()) as OpenApi;
  expect(document.openapi).toMatch(/^3\.1/);
  const page = await (await fetch(`${site}/api`)).text();
  let open = 0;
  for (const operations of Object.values(document.paths))
    for (const [method, { operationId, security }] of Object.entries(operations)) {
      expect(page).toContain(`id="${operationId}"`);
      if (method === 'get' && security === undefined) open++;
    }
  const examples = [...page.matchAll(/Example: <a href="([^"]+)"/g)].map(
    ([, href]) => href?.replaceAll('&amp;', '&') ?? '',
  );
  expect(examples.length).toBe(open);
  for (const example of examples) expect([200, 404], example).toContain((await fetch(site + example)).status);
});
