import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { rows } from '@broadsheet/lab/rows';
import { expect, inject, test } from 'vitest';
import { root } from '../support/program.ts';

const site = inject('siteUrl');

async function page(path: string): Promise<{ status: number; headers: Headers; body: string }> {
  const response = await fetch(site + path, { headers: { accept: 'text/html' } });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.text()).replace(/<!--.*?-->/g, ''),
  };
}

/** The rows on a page of the map, in order. */
function listed(body: string): string[] {
  return [...body.matchAll(/<li id="([a-z0-9-]+)"/g)].map(([, id]) => id ?? '');
}

test('the map lists all 63 rows, each with its state, its page and what has to be shown', async () => {
  const { status, body } = await page('/methods');
  expect(status).toBe(200);
  expect(listed(body)).toEqual(rows.map(({ id }) => id));
  for (const { id } of rows) expect(body).toContain(`href="/methods/${id}"`);
  expect(body.match(/To be shown\./g)).toHaveLength(63);
  expect(body.match(/class="state (works|runs|not-yet)[ "]/g)).toHaveLength(63);
});

test('every paper of the first edition leads to its page here', async () => {
  const { body } = await page('/methods');
  expect(body.match(/>Its paper</g)).toHaveLength(62);
});

test('filters are addresses', async () => {
  const both = await page('/methods?family=contrastive&modality=images&block=mixup&state=');
  expect(listed(both.body)).toEqual(['mixed-barlow-twins']);
  expect(both.body).toContain('1 of 63 rows');
  const none = await page('/methods?family=continual&block=mixup');
  expect(listed(none.body)).toEqual([]);
  expect(none.body).toContain('No row has all of that.');
  expect(listed((await page('/methods?state=nonsense')).body)).toHaveLength(63);
});

test('every row has a page', async () => {
  for (const { id, name } of rows) {
    const { status, body } = await page(`/methods/${id}`);
    expect(status, id).toBe(200);
    expect(body).toContain(`<h1>${name.replaceAll('&', '&amp;')}</h1>`);
  }
});

test('a method shows its code, and what can be run says that it needs JavaScript', async () => {
  const { body } = await page('/methods/simclr');
  expect(body).toContain('packages/methods/src/methods/simclr.ts');
  expect(body).toContain('export function ntXent');
  expect(body).toMatch(/<noscript[^>]*>[^]*needs JavaScript[^]*<\/noscript>/);
  const still = await page('/methods/prodepth');
  expect(still.body).not.toContain('Run it here');
  expect(still.body).toContain('not yet');
});

test('an unknown method says where all are', async () => {
  const { status, body } = await page('/methods/simclear');
  expect(status).toBe(404);
  expect(body).toContain('No method here is called “simclear”. All 63 are listed at /methods.');
});

test('pages of methods are isolated, others are not, and no page lets WebAssembly run', async () => {
  for (const path of ['/methods', '/methods/simclr', '/methods/none']) {
    const { headers } = await page(path);
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(headers.get('content-security-policy')).not.toContain('wasm');
  }
  expect((await page('/')).headers.get('cross-origin-embedder-policy')).toBeNull();
});

test('the scripts of workers are isolated, and let WebAssembly run', async () => {
  const files = await readdir(join(root, 'apps/web/build/client/_app/immutable/workers'));
  const scripts = files.filter((name) => name.endsWith('.js'));
  expect(scripts.length).toBeGreaterThanOrEqual(2);
  for (const script of scripts) {
    const { status, headers } = await page(`/_app/immutable/workers/${script}`);
    expect(status).toBe(200);
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(headers.get('content-security-policy')).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(headers.get('cache-control')).toContain('immutable');
  }
});

test('a paper of the first edition leads to its method, and others do not', async () => {
  const { body } = await page('/methods');
  const key = /href="\/papers\/([^"]+)"/.exec(body)?.[1] ?? expect.fail('no paper');
  const paper = await page(`/papers/${key}`);
  expect(paper.body).toMatch(/href="\/methods\/[a-z0-9-]+" data-sveltekit-reload/);
  expect((await page('/papers/2608.19758')).body).not.toMatch(/href="\/methods\/[a-z]/);
});

test('the leaderboards show every data set with stored runs, or how to make the first ones', async () => {
  const { status, body } = await page('/methods/leaderboards');
  expect(status).toBe(200);
  expect(body).toContain('<h1>Leaderboards</h1>');
  expect(body).toMatch(/<table|npm run reproduce -- simclr/);
  expect((await page('/methods')).body).toContain('href="/methods/leaderboards"');
});
