import { expect, inject, test } from 'vitest';
import { XMLParser, XMLValidator } from 'fast-xml-parser';

const site = inject('siteUrl');
const parser = new XMLParser({
  ignoreAttributes: false,
  isArray: (name) => ['item', 'entry', 'link'].includes(name),
});

const views = [
  '/feed',
  '/day/2026-08-19',
  '/week/2026-W33',
  '/month/2026-07',
  '/trending',
  '/lists/first-edition',
  '/categories/cs.CL',
];

interface RssFeed {
  rss: { '@_version': string; channel: Record<string, unknown> & { item: Record<string, unknown>[] } };
}
interface AtomFeed {
  feed: Record<string, unknown> & { entry: Record<string, unknown>[]; link: Record<string, string>[] };
}

async function getXml(path: string): Promise<unknown> {
  const response = await fetch(site + path);
  expect(response.status).toBe(200);
  const body = await response.text();
  expect(XMLValidator.validate(body)).toBe(true);
  return parser.parse(body);
}

/** RFC 822 dates as RSS 2.0 asks for them. */
const rfc822 = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

test.each([...views, '/search?q=contrastive+learning'])('%s as RSS 2.0', async (view) => {
  const { rss } = (await getXml(view.replace(/(\?|$)/, '.rss$1'))) as RssFeed;
  expect(rss['@_version']).toBe('2.0');
  expect(rss.channel).toMatchObject({
    title: expect.any(String) as string,
    description: expect.any(String) as string,
    link: expect.anything() as unknown,
  });
  expect(rss.channel['lastBuildDate']).toMatch(rfc822);
  expect(rss.channel.item.length).toBeGreaterThan(0);
  const ids = rss.channel.item.map((item) => (item['guid'] as { '#text': string })['#text']);
  expect(new Set(ids).size).toBe(ids.length);
  for (const item of rss.channel.item) {
    expect(item['title']).toBeTruthy();
    if ('pubDate' in item) expect(item['pubDate']).toMatch(rfc822);
  }
});

test.each([...views, '/search?q=contrastive+learning'])('%s as Atom (RFC 4287)', async (view) => {
  const { feed } = (await getXml(view.replace(/(\?|$)/, '.atom$1'))) as AtomFeed;
  expect(feed['id']).toBeTruthy();
  expect(feed['title']).toBeTruthy();
  expect(Date.parse(String(feed['updated']))).not.toBeNaN();
  expect(feed.link.some((link) => link['@_rel'] === 'self')).toBe(true);
  for (const entry of feed.entry) {
    for (const element of ['id', 'title', 'updated']) expect(entry[element]).toBeTruthy();
    // RFC 4287, 4.1.2: an entry has an author, unless the feed has one.
    expect('author' in entry || 'author' in feed).toBe(true);
  }
});

test.each([...views, '/search?q=contrastive+learning'])('%s as JSON Feed 1.1', async (view) => {
  const response = await fetch(site + view.replace(/(\?|$)/, '.json$1'));
  expect(response.headers.get('content-type')).toContain('application/feed+json');
  const feed = (await response.json()) as { version: string; title: string; items: { id: string }[] };
  expect(feed.version).toBe('https://jsonfeed.org/version/1.1');
  expect(feed.title).toBeTruthy();
  for (const item of feed.items) {
    expect(item.id).toBeTruthy();
    expect('content_text' in item || 'content_html' in item).toBe(true);
  }
});

test('the three forms name the same papers by the same ids', async () => {
  const { rss } = (await getXml('/trending.rss')) as RssFeed;
  const { feed } = (await getXml('/trending.atom')) as AtomFeed;
  const json = (await (await fetch(`${site}/trending.json`)).json()) as { items: { id: string }[] };
  const ids = json.items.map(({ id }) => id);
  expect(rss.channel.item.map((item) => (item['guid'] as { '#text': string })['#text'])).toEqual(ids);
  expect(feed.entry.map((entry) => entry['id'])).toEqual(ids);
});

test.each(['rss', 'atom', 'json'])('an unchanged %s feed is not sent again', async (form) => {
  const first = await fetch(`${site}/trending.${form}`);
  const etag = first.headers.get('etag') ?? '';
  const modified = first.headers.get('last-modified') ?? '';
  expect(etag).toMatch(/^(W\/)?"[^"]+"$/);
  expect(modified).toMatch(rfc822);
  await first.text();
  for (const headers of [
    { 'if-none-match': etag },
    { 'if-none-match': `"other", ${etag}` },
    { 'if-modified-since': modified },
  ]) {
    const again = await fetch(`${site}/trending.${form}`, { headers: headers as Record<string, string> });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect(again.headers.get('etag')).toBe(etag);
  }
  const other = await fetch(`${site}/trending.${form}`, { headers: { 'if-none-match': '"other"' } });
  expect(other.status).toBe(200);
});

test('pages name their feeds, and a feed of nothing is not found', async () => {
  const page = await (await fetch(`${site}/trending`)).text();
  for (const type of ['rss+xml', 'atom+xml', 'feed+json'])
    expect(page).toContain(`type="application/${type}"`);
  expect((await fetch(`${site}/lists/none.rss`)).status).toBe(404);
});
