import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openStore } from '@broadsheet/papers';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { freshPlace, type Place } from '../support/fresh-place.ts';
import { ended, runProgram, spawnProgram } from '../support/program.ts';

let place: Place;
let folder: string;
let browser: Browser;
beforeAll(async () => {
  place = await freshPlace(inject('emptyPlace'));
  const papers = Array.from({ length: 60 }, (_, n) => ({
    source: 'arxiv-oai',
    key: `2401.${String(n + 10_000)}`,
    identities: [{ scheme: 'arxiv', value: `2401.${String(n + 10_000)}` }],
    title: n === 7 ? 'If a < b then a quokka & more' : `Paper number ${n} about views`,
    abstract: n === 9 ? 'Naïve wombats dig. An objective that avoids collapse: $x_1$.' : `Abstract of ${n}.`,
    authors: [{ name: n % 2 === 0 ? 'Ada Lovelace' : '张 伟' }],
    categories: ['cs.LG'],
    venue: 'ICML/UAI: now',
    published: { value: '2024-01-10', precision: 'day' },
  }));
  const { code, stderr } = await runProgram(['import', '-'], place, {
    input: papers.map((paper) => `${JSON.stringify(paper)}\n`).join(''),
  });
  expect(code, stderr).toBe(0);
  await inStore(async (query) => {
    await query(
      `insert into members (id, handle, name, email) values ('ada', 'ada-l', 'Ada', 'secret-address@example.org')`,
    );
    const [paper] = await query<{ id: number }>(
      `select paper_id as id from records where key = '2401.10009'`,
    );
    await query(
      `insert into comments (paper_id, member_id, text, created_at) values ($1, 'ada', 'A public remark', '2024-02-01')`,
      [paper?.id],
    );
    await query(
      `insert into library_entries (member_id, paper_id, note, tags, saved_at, changed_at)
       values ('ada', $1, 'secret-note', '{secret-tag}', '2024-02-01', '2024-02-01')`,
      [paper?.id],
    );
    await query('update standings set comments = 1 where paper_id = $1', [paper?.id]);
  });
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
  browser = await chromium.connect(inject('browserAddress'));
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
  await place.leave();
});

async function inStore(
  work: (query: Awaited<ReturnType<typeof openStore>>['query']) => Promise<unknown>,
): Promise<void> {
  const { env } = place;
  const store = await openStore({ home: env.BROADSHEET_HOME, databaseUrl: env.DATABASE_URL });
  await work((sql, parameters) => store.query(sql, parameters)).finally(() => store.close());
}
const exported = (...more: string[]) => runProgram(['export', folder, ...more], place);
async function files(): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.filter((one) => one.isFile()).map((one) => relative(folder, join(one.parentPath, one.name)));
}

describe('the still site', () => {
  test('is written, goes on where it was interrupted, and refuses a folder with other things', async () => {
    const child = spawnProgram(['export', folder], place);
    const end = ended(child);
    while (!existsSync(join(folder, 'papers/2401.10020.html')))
      await new Promise((wake) => setTimeout(wake, 20));
    child.kill('SIGINT');
    const stopped = await end;
    expect(stopped.code, stopped.stderr).toBe(130);
    expect(stopped.stderr).toContain('goes on where it stopped');
    const { pages } = JSON.parse(await readFile(join(folder, 'broadsheet-archive.json'), 'utf8')) as {
      pages: Record<string, string>;
    };
    const done = Object.keys(pages).filter((page) => page.startsWith('papers/'));
    expect(done.length).toBeGreaterThan(0);
    expect(done.length).toBeLessThan(60);
    const times = () => Promise.all(done.map(async (page) => (await stat(join(folder, page))).mtimeMs));
    const before = await times();
    const whole = await exported('--address', 'https://papers.example.org/x/');
    expect(whole.code, whole.stderr).toBe(0);
    expect(await times()).toEqual(before);
    const other = await mkdtemp(join(tmpdir(), 'other-'));
    await writeFile(join(other, 'precious.txt'), 'x');
    const refused = await runProgram(['export', other], place);
    expect([refused.code, refused.stderr.includes('holds other things')]).toEqual([1, true]);
    await rm(other, { recursive: true });
  });

  test('has every page, and every link of it leads to a file', async () => {
    const all = new Set(await files());
    for (const file of [
      'index.html',
      'trending.html',
      'day/2024-01-10.html',
      'day/2024-01-10/page-2.html',
      'week/2024-W02.html',
      'month/2024-01.html',
      'categories/cs.LG/page-3.html',
      'venues/ICML~2fUAI~3a~20now.html',
      'authors/ada-lovelace.html',
      'authors/张-伟.html',
      'papers/2401.10000.html',
      'methods.html',
      'methods/barlow-twins.html',
      'about/ranking.html',
      'search.html',
      'search.js',
      'sitemap.xml',
      'data/papers.jsonl',
      'data/comments.jsonl',
    ])
      expect(all, file).toContain(file);
    const broken: string[] = [];
    for (const file of [...all].filter((one) => one.endsWith('.html'))) {
      const html = await readFile(join(folder, file), 'utf8');
      const base = new URL(file.split('/').map(encodeURIComponent).join('/'), 'http://archive/');
      for (const [, link = ''] of html.matchAll(/(?:href|src)="([^"#?][^"]*)"/g)) {
        if (/^(https?|mailto):/.test(link)) continue;
        const target = decodeURIComponent(new URL(link, base).pathname.slice(1));
        if (link.startsWith('/') || !all.has(target)) broken.push(`${file}: ${link}`);
      }
      const scripts = html.match(/<script[^>]*>/g) ?? [];
      expect(scripts, file).toEqual(file === 'search.html' ? ['<script src="search.js">'] : []);
      expect(html.match(/<form[^>]*>/g) ?? [], file).toHaveLength(file === 'search.html' ? 1 : 0);
      expect(html, file).not.toMatch(/<button(?![^>]*>Search)|\son(click|load|error)="/);
    }
    expect(broken).toEqual([]);
    expect(await readFile(join(folder, 'sitemap.xml'), 'utf8')).toContain(
      '<loc>https://papers.example.org/x/papers/2401.10000.html</loc>',
    );
  });

  test('shows talk with handles, and nothing else of members', async () => {
    const paper = await readFile(join(folder, 'papers/2401.10009.html'), 'utf8');
    expect(paper).toContain('An objective that avoids collapse');
    expect(paper).toContain('<math');
    const said = JSON.parse(await readFile(join(folder, 'data/comments.jsonl'), 'utf8')) as object;
    expect(said).toMatchObject({ paper: '2401.10009', by: 'ada-l', text: 'A public remark' });
    for (const file of await files()) {
      const text = await readFile(join(folder, file), 'latin1');
      expect(/secret-(address|note|tag)/.test(text), file).toBe(false);
    }
  });

  test('draws again what has changed, and takes away what is hidden', async () => {
    const before = await stat(join(folder, 'papers/2401.10003.html'));
    await inStore(async (query) => {
      await query(
        `update papers set hidden = true where id in (select paper_id from records where key = '2401.10002')`,
      );
      await query(
        `update papers set title = 'Another title', changed_at = now() where id in (select paper_id from records where key = '2401.10001')`,
      );
    });
    const again = await exported();
    expect(again.code, again.stderr).toBe(0);
    expect(existsSync(join(folder, 'papers/2401.10002.html'))).toBe(false);
    expect(await readFile(join(folder, 'data/papers.jsonl'), 'utf8')).not.toContain('2401.10002');
    expect(await readFile(join(folder, 'papers/2401.10001.html'), 'utf8')).toContain('Another title');
    expect((await stat(join(folder, 'papers/2401.10003.html'))).mtimeMs).toBe(before.mtimeMs);
  });

  test('works from a plain web server and from a disk, with its search', async () => {
    const server = await serveFolder();
    const { port } = server.address() as AddressInfo;
    for (const start of [
      `http://127.0.0.1:${port}/below/index.html`,
      pathToFileURL(join(folder, 'index.html')).href,
    ]) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      await page.goto(start);
      await page.locator('.papers h2 a').first().click();
      await page.waitForURL(/papers\/2401/);
      await page.locator('.authors a').first().click();
      await page.waitForURL(/authors\//);
      await page.getByRole('link', { name: 'Search' }).first().click();
      await page.getByLabel('Words').fill('wombat naive');
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByText('1 paper', { exact: true }).waitFor();
      await page.locator('#archive-found a').click();
      await page.waitForURL(/papers\/2401\.10009/);
      await page.goto(start.replace('index.html', 'search.html#q=quokka'));
      await page.locator('#archive-found a').waitFor();
      expect(await page.locator('#archive-found a').textContent()).toBe('If a < b then a quokka & more');
      await page.goto(start.replace('index.html', 'search.html#q=nothinglikethis'));
      await page.getByText('No paper holds all of these words.').waitFor();
      expect(errors).toEqual([]);
      await context.close();
    }
    server.close();
  });

  /** Serves files below `/below/`, and knows nothing else. */
  async function serveFolder(): Promise<Server> {
    const kinds: Record<string, string> = {
      '.html': 'text/html; charset=utf-8',
      '.js': 'text/javascript; charset=utf-8',
      '.css': 'text/css',
      '.woff2': 'font/woff2',
    };
    const server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
      readFile(join(folder, path.replace(/^\/below\//, ''))).then(
        (content) =>
          response
            .writeHead(200, { 'content-type': kinds[extname(path)] ?? 'application/octet-stream' })
            .end(content),
        () => response.writeHead(path === '/favicon.ico' ? 204 : 404).end(),
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  }
});
