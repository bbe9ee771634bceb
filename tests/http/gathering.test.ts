import { ingest, openStore, type SourceRecordInput, type Store } from '@broadsheet/papers';
import {
  arxivFeed,
  arxivOai,
  gatherSource,
  huggingFace,
  SourceError,
  type Source,
  type Step,
} from '@broadsheet/sources';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { virtualClock } from '../replay/virtual-clock.ts';
import { useBrowser } from '../support/open-page.ts';
import { startSite, type Site } from '../support/site.ts';

/** 23:30 New York on the sample's newest day: what was due at 23:00 is not all here. */
const lateInTheEvening = '2026-08-21T03:30:00Z';
const password = 'a long password';

let site: Site;
let store: Store;
/** Lets the run that is under way end. */
let release: () => void = () => {};
let underWay: Promise<unknown> = Promise.resolve();

const ending = new AbortController();

/** Runs a source of the catalogue as the program does, with what its service would have brought put in place of it. */
function run(source: Source, gather: Source['gather'], at: string): Promise<unknown> {
  return gatherSource(
    store,
    { ...source, gather },
    {},
    {
      userAgent: 'Broadsheet/0.1 (test)',
      signal: ending.signal,
      clock: virtualClock(at),
    },
  );
}

const step: Step = { items: [], cursor: {} };

beforeAll(async () => {
  site = await startSite({ ADMIN_TOKEN: password, BROADSHEET_NOW: lateInTheEvening });
  const { env } = site.place;
  store = await openStore({ home: env['BROADSHEET_HOME'] ?? '', databaseUrl: env['DATABASE_URL'] ?? '' });
  const paper = {
    identities: [{ scheme: 'arxiv' as const, value: '2608.19758' }],
    title: 'FlashPrefill V2',
  };
  const records: SourceRecordInput[] = [
    { ...paper, source: 'semantic-scholar', key: 's2', citations: 1234 },
    {
      ...paper,
      source: 'openreview',
      key: 'note',
      reviews: { decision: 'Accept (oral) <b>', count: 4, rating: 6.25 },
      links: [{ kind: 'model', url: 'https://huggingface.co/someone/flash-8b' }],
    },
  ];
  await ingest(
    store,
    records.map((record, index) => ({ ok: true, position: `item ${index + 1}`, record })),
    { kind: 'gather', origin: 'test' },
  );
  await run(
    arxivOai,
    async function* () {
      yield { ...step, completeDays: ['2026-08-18', '2026-08-19'] };
    },
    '2026-08-21T03:00:00Z',
  );
  await run(
    huggingFace,
    async function* () {
      yield step;
      throw new SourceError('status', 'It answered 503 <b>.', 'See https://status.example/now, then wait.');
    },
    '2026-08-21T03:28:00Z',
  );
  const held = new Promise<void>((resolve) => (release = resolve));
  await new Promise<void>((begun) => {
    underWay = run(
      arxivFeed,
      async function* () {
        yield { ...step, progress: { done: 3, total: 12, unit: 'days' } };
        begun();
        await held;
      },
      '2026-08-21T03:27:00Z',
    );
  });
});

afterAll(async () => {
  release();
  await underWay;
  await store.close();
  await site.stop();
});

const basic = (token: string) => ({
  authorization: `Basic ${Buffer.from(`operator:${token}`).toString('base64')}`,
});
const proxied = { 'x-forwarded-for': '192.0.2.1' };

async function get(path: string, headers: Record<string, string> = {}, at = site.url) {
  const response = await fetch(at + path, { headers });
  return { response, status: response.status, body: (await response.text()).replace(/<!--.*?-->/g, '') };
}

describe('/admin/sources', () => {
  test('is open on this machine, kept by nobody and listed nowhere', async () => {
    const { response, status, body } = await get('/admin/sources');
    expect(status).toBe(200);
    expect(body).toContain('<h1>Sources</h1>');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-robots-tag')).toBe('noindex');
    expect((await get('/about')).body).toContain('href="/admin/sources"');
  });

  test('asks whoever comes through a proxy for the password', async () => {
    for (const headers of [proxied, { ...proxied, ...basic('wrong') }]) {
      for (const path of ['/admin/sources', '/admin/sources/__data.json']) {
        const { body } = await get(path, headers);
        expect(body, path).not.toContain('arxiv-oai');
      }
      const { response, status, body } = await get('/admin/sources', headers);
      expect(status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Basic realm="[^"]+"/);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(body).toContain('ADMIN_TOKEN');
      expect(body).not.toContain(password);
    }
    expect((await get('/about', proxied)).body).not.toContain('/admin/sources');
  });

  test('opens to the password', async () => {
    const { response, status, body } = await get('/admin/sources', { ...proxied, ...basic(password) });
    expect(status).toBe(200);
    expect(body).toContain('<h1>Sources</h1>');
    expect(response.headers.get('www-authenticate')).toBeNull();
  });

  test('where there is no password, says how to set one', async () => {
    const { response, status, body } = await get(
      '/admin/sources',
      { ...proxied, ...basic('') },
      inject('siteUrl'),
    );
    expect(status).toBe(403);
    expect(response.headers.get('www-authenticate')).toBeNull();
    expect(body).toContain('ADMIN_TOKEN');
  });

  test('tells how each source stands, and what comes from outside as text', async () => {
    const { body } = await get('/admin/sources');
    const part = (name: string) =>
      body.split('<li class="source').find((one) => one.includes(`>${name}<`)) ?? '';
    expect(body).toMatch(/3 of \d+ have run here, 1 running, 1 failing, at 23:30 New York/);
    expect(part('arxiv-feed')).toContain('Runs now, for 3 minutes.');
    expect(part('arxiv-feed')).toMatch(/<progress value="3" max="12"/);
    expect(part('arxiv-feed')).toContain('3 of 12 days');
    expect(part('arxiv-oai')).toContain('30 minutes ago, 23:00 New York');
    expect(part('arxiv-oai')).toContain('It runs again in 7 hours.');
    expect(part('hugging-face')).toContain('Failed once. It is tried again in 3 minutes.');
    expect(part('hugging-face')).toContain('It answered 503 &lt;b>.');
    expect(part('hugging-face')).toContain('href="https://status.example/now"');
    expect(part('github')).toContain('docs.github.com');
  });
});

test('the metrics tell how gathering stands', async () => {
  const { body } = await get('/metrics');
  expect(body).toContain('broadsheet_source_running{source="arxiv-feed"} 1');
  expect(body).toContain('broadsheet_source_failures{source="hugging-face"} 1');
  expect(body).toContain('broadsheet_source_records_total{source="arxiv-oai"} 0');
  const seconds = Date.parse('2026-08-21T03:00:00Z') / 1000;
  expect(body).toContain(`broadsheet_source_last_success_timestamp_seconds{source="arxiv-oai"} ${seconds}`);
});

describe('days', () => {
  test('a day that was due and is not all here is late', async () => {
    for (const path of ['/', '/day/2026-08-20']) {
      const { body } = await get(path);
      expect(body, path).toMatch(
        /<p class="notice">[\d,]+ papers? so far( of about \d+)?\. This day was due at 23:00/,
      );
      expect(body, path).toContain('not all sources have told everything yet');
    }
    expect((await get('/day/2026-08-19')).body).not.toContain('class="notice"');
    const { body } = await get('/api/v1/days/2026-08-20');
    expect(JSON.parse(body)).toMatchObject({ state: 'late', usual: expect.any(Number) as number });
  });

  test('the front page says when its papers were updated, and what is still to come', async () => {
    const { body } = await get('/');
    expect(body).toContain('Papers last updated 30 minutes ago');
    expect(body).toContain('<time datetime="2026-08-21T03:00:00.000Z">23:00 New York</time>');
    expect(body).toMatch(/Still expected today: (about \d+ )?more papers, which are late\./);
    expect(body).toContain('Sources are being asked now.');
    expect((await get('/', {}, inject('siteUrl'))).body).not.toContain('last updated');
  });
});

test('a paper tells what its sources count and what its reviews came to', async () => {
  const { body } = await get('/papers/2608.19758');
  expect(body).toContain('Cited by 1,234, as counted by Semantic Scholar');
  expect(body).toContain('Accept (oral) &lt;b>, rated 6.25 on average in 4 reviews, as told by OpenReview');
  expect(body).toContain('>Model someone/flash-8b</a>');
  expect(JSON.parse((await get('/api/v1/papers/2608.19758')).body)).toMatchObject({
    citations: 1234,
    reviews: { decision: 'Accept (oral) <b>', count: 4, rating: 6.25 },
    provenance: { citations: { source: 'semantic-scholar' }, reviews: { source: 'openreview' } },
  });
  const markdown = (await get('/papers/2608.19758.md')).body;
  expect(markdown).toMatch(/^# FlashPrefill V2/);
  expect(markdown).toContain('- Citations: 1234');
  expect(markdown).toContain('- Reviews: Accept (oral) \\<b\\>, 4 reviews, mean rating 6.25');
  const about = (await get('/about')).body;
  expect(about).toContain('href="https://arxiv.org/abs/2301.10140"');
});

describe('in a browser', () => {
  const open = useBrowser();

  test('the page of sources follows what happens until it is told to stand still', async () => {
    const { page, errors } = await open(`${site.url}/admin/sources`);
    const standing = page.locator('.source', { hasText: 'arxiv-feed' }).locator('.standing');
    expect(await standing.textContent()).toContain('Runs now');
    const button = page.getByRole('button', { name: /^Refresh every/ });
    expect(await button.getAttribute('aria-pressed')).toBe('true');
    const refreshed = page.waitForResponse((response) => response.url().includes('__data.json'), {
      timeout: 30_000,
    });
    release();
    await underWay;
    expect((await refreshed).status()).toBe(200);
    await page.waitForFunction(() => !document.body.innerText.includes('Runs now'));
    await button.click();
    expect(await button.getAttribute('aria-pressed')).toBe('false');
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
