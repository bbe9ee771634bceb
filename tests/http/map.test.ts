import { openStore } from '@broadsheet/papers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMapSite, unread } from '../support/map-site.ts';
import type { Site } from '../support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await startMapSite();
});
afterAll(() => site.stop());

async function get(path: string) {
  const response = await fetch(site.url + path, { redirect: 'manual', headers: { accept: 'text/html' } });
  const body = (await response.text()).replace(/<!--.*?-->/g, '');
  return { status: response.status, headers: response.headers, body };
}

interface Told {
  topics: { words: string[]; papers: number }[];
  points: { key: string; topic: number; x: number; y: number; url: string }[];
  without: { key: string }[];
  total: number;
}
const told = async (of: string): Promise<Told> =>
  (await (await fetch(`${site.url}/api/v1/map?of=${encodeURIComponent(of)}`)).json()) as Told;

describe('the page of a map', () => {
  test('has every paper as a link on the map and in the table, without a script', async () => {
    const { status, body } = await get('/map?of=/month/2026-07');
    expect(status).toBe(200);
    const svg = /<svg[^>]*aria-label="Map of July 2026"[\s\S]*?<\/svg>/.exec(body)?.[0] ?? '';
    const table = /<table[\s\S]*?<\/table>/.exec(body)?.[0] ?? '';
    const links = (part: string) => [...part.matchAll(/href="\/papers\/([^"]+)"/g)].map(([, key]) => key);
    expect(links(svg).length).toBeGreaterThan(20);
    expect(links(table)).toEqual(links(svg));
    expect(new Set(links(svg)).size).toBe(links(svg).length);
    expect(svg.match(/<title>[^<]{5,}<\/title>/g)).toHaveLength(links(svg).length);
    // One stop of the Tab key to a topic; names on the map as text, and in the list of topics, and in the table.
    const topics = svg.match(/class="topic /g)?.length ?? 0;
    expect(topics).toBeGreaterThan(1);
    expect(svg.match(/tabindex="0"/g)).toHaveLength(topics);
    const map = await told('/month/2026-07');
    expect(map.topics).toHaveLength(topics);
    for (const [i, { words, papers }] of map.topics.entries()) {
      expect(table).toContain(`${words.join(' · ')} <span`);
      expect(svg).toContain(`${i + 1}  ${words[0]}`);
      expect(map.points.filter(({ topic }) => topic === i)).toHaveLength(papers);
    }
    expect(body).not.toMatch(/<[^>]+ style="/);
  });

  test('says which papers are not on it yet, and how many', async () => {
    const { body } = await get('/map?of=/day/2026-08-20');
    expect(body).toContain('1 paper not on the map yet');
    const table = /<table[\s\S]*?<\/table>/.exec(body)?.[0] ?? '';
    expect(table.slice(table.indexOf('Not on the map yet'))).toContain(`href="/papers/${unread}"`);
    expect((await told('/day/2026-08-20')).without.map(({ key }) => key)).toEqual([unread]);
  });

  test('leads to itself from lists, and back', async () => {
    expect((await get('/week/2026-W33')).body).toContain('href="/map?of=/week/2026-W33"');
    expect((await get('/categories/cs.CV')).body).toContain('href="/map?of=/categories/cs.CV"');
    expect((await get('/search?q=diffusion+models')).body).toContain(
      'href="/map?of=/search%3Fq%3Ddiffusion%2520models"',
    );
    expect((await get('/map?of=/search%3Fq%3Ddiffusion%2520models')).body).toContain(
      'href="/search?q=diffusion%20models"',
    );
    const narrowed = (await get('/month/2026-07?category=cs.CV&order=newest')).body;
    const path = /href="(\/map\?of=[^"]+)"/.exec(narrowed)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const { body } = await get(path);
    expect(body).toContain('July 2026, cs.CV');
    expect(body).toContain('rel="prev"');
  });

  test('of the newest day, week or month is found by its name', async () => {
    expect((await get('/map')).headers.get('location')).toMatch(/^\/map\?of=\/week\/2026-W\d\d$/);
    expect((await get('/map?of=month')).headers.get('location')).toBe('/map?of=/month/2026-08');
  });

  test('says what is wrong and what to do', async () => {
    const wrong = await get('/map?of=/month/2026-13');
    expect(wrong.status).toBe(404);
    expect(wrong.body).toContain('is not a list of papers');
    expect((await get('/map?of=/day/2020-01-01')).body).toContain('No papers here');
    const hostile = await get(`/map?of=${encodeURIComponent('/search?q=<img src=x onerror=alert(1)>')}`);
    expect(hostile.body).not.toContain('<img src=x');
  });
});

describe('the API of maps', () => {
  test('gives the same map each time, and to whoever asks at the same time', async () => {
    const [first, ...others] = await Promise.all(Array.from({ length: 3 }, () => told('/trending')));
    expect(first?.points.length).toBe(1500 - (first?.without.length ?? 0));
    expect(first?.total).toBeGreaterThan(1500);
    for (const other of others) expect(other).toEqual(first);
    for (const { x, y } of first?.points ?? []) expect(x >= 0 && x <= 1000 && y >= 0 && y <= 760).toBe(true);
    expect(first?.topics.length).toBeLessThanOrEqual(12);
  });

  test('refuses what is no list, in its own form', async () => {
    const response = await fetch(`${site.url}/api/v1/map?of=nowhere`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ title: 'List not found', errors: [{ field: 'of' }] });
    expect((await fetch(`${site.url}/api/v1/map`)).status).toBe(400);
  });
});

test('other pages are answered while a map is drawn', async () => {
  const map = fetch(`${site.url}/api/v1/map?of=${encodeURIComponent('/categories/cs.LG')}`);
  const answered = await Promise.race([
    fetch(`${site.url}/healthz`).then(() => 'page'),
    map.then(() => 'map'),
  ]);
  expect(answered).toBe('page');
  expect((await map).status).toBe(200);
});

test('without an encoder, page and API say what to do', async () => {
  const { env } = site.place;
  const store = await openStore({ home: env.BROADSHEET_HOME, databaseUrl: env.DATABASE_URL });
  try {
    const [fact] = await store.query<{ value: unknown }>(
      "delete from facts where key = 'encoder' returning value",
    );
    const { status, body } = await get('/map?of=/month/2026-07');
    expect(status).toBe(200);
    expect(body).toContain('no encoder is in use');
    expect(body).toContain('broadsheet -- learn');
    const response = await fetch(`${site.url}/api/v1/map?of=/month/2026-07`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ title: 'No encoder is in use' });
    await store.query("insert into facts (key, value) values ('encoder', $1::jsonb)", [
      JSON.stringify(fact?.value),
    ]);
  } finally {
    await store.close();
  }
});
