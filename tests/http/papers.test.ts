import { expect, inject, test } from 'vitest';

const site = inject('siteUrl');
const paper = '/papers/2608.19758';

test('a paper carries what Zotero, previews and feeds readers look for', async () => {
  const body = await (await fetch(site + paper)).text();
  expect(body).toContain('<meta name="citation_title" content="FlashPrefill V2');
  expect(body).toContain('<meta name="citation_author" content="Qihang Fan"');
  expect(body).toContain('<meta name="citation_publication_date" content="2026/08/20"');
  expect(body).toContain('<meta name="citation_pdf_url" content="https://arxiv.org/pdf/2608.19758"');
  expect(body).toContain(`<link rel="canonical" href="${site}${paper}"`);
  expect(body).toContain(`property="og:image" content="${site}/og/2608.19758.png"`);
  expect(body).toContain('id="similar"');
});

test.each([
  ['bib', 'application/x-bibtex', /^@\w+\{[\s\S]+title\s*=\s*\{/],
  ['ris', 'application/x-research-info-systems', /^TY {2}- [\s\S]+ER {2}- /],
  ['csl.json', 'application/vnd.citationstyles.csl+json', /^\[\s*\{/],
  ['md', 'text/markdown', /^# FlashPrefill V2/],
])('a paper as .%s', async (ending, type, shape) => {
  const response = await fetch(`${site}${paper}.${ending}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain(type);
  expect(await response.text()).toMatch(shape);
});

test('agents that ask for Markdown get it', async () => {
  const response = await fetch(site + paper, { headers: { accept: 'text/markdown' } });
  expect(response.headers.get('content-type')).toContain('text/markdown');
  expect(await response.text()).toContain('# FlashPrefill V2');
  const browser = await fetch(site + paper, { headers: { accept: 'text/html,*/*;q=0.8' } });
  expect(browser.headers.get('content-type')).toContain('text/html');
});

test('a paper has a picture of 1200 by 630 for previews', async () => {
  const response = await fetch(`${site}/og/2608.19758.png`);
  expect(response.headers.get('content-type')).toBe('image/png');
  const png = Buffer.from(await response.arrayBuffer());
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
  expect((await fetch(`${site}/og/9999.99999.png`)).status).toBe(404);
});

test('formulas are drawn on the server', async () => {
  const found = (await (await fetch(`${site}/api/v1/search?q=%22%5Cmathcal%22&limit=5`)).json()) as {
    hits?: unknown[];
  };
  expect(found).toBeTruthy();
  const listed = await (await fetch(`${site}/month/2025-10`)).text();
  expect(listed).toContain('<math');
  expect(listed).not.toMatch(/katex-error/);
});

test('the site can be found: sitemap, robots, search description', async () => {
  const index = await fetch(`${site}/sitemap.xml`);
  expect(index.headers.get('content-type')).toContain('xml');
  const part = /<loc>([^<]+)<\/loc>/.exec(await index.text())?.[1] ?? '';
  const listed = await (await fetch(part)).text();
  for (const path of [paper, '/map', '/methods', '/methods/simclr'])
    expect(listed).toContain(`<loc>${site}${path}</loc>`);
  expect(await (await fetch(`${site}/opensearch.xml`)).text()).toContain('{searchTerms}');
  expect((await fetch(`${site}/robots.txt`)).status).toBe(200);
});
