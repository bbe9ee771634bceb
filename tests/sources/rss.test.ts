import { readFile } from 'node:fs/promises';
import { ingest, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { rss, type Step } from '@broadsheet/sources';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { politeness } from '../replay/politeness.ts';
import { startReplay, type Replay, type ReplayAnswer } from '../replay/replay-server.ts';
import { virtualClock, type VirtualClock } from '../replay/virtual-clock.ts';
import { runSource, type RunSetting } from './run-source.ts';

const nature = await readFile(new URL('../fixtures/sources/nature.rdf', import.meta.url), 'utf8');

let store: Store;
let clock: VirtualClock;
let replay: Replay;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.query('delete from request_turns');
  clock = virtualClock('2026-05-14T08:05:00Z');
  replay = await startReplay({ clock });
});
afterEach(() => replay.close());

/** A feed at an address of its own. All of them are of one scope, as the client keeps them. */
function feed(name: string, answer: string | ReplayAnswer | (() => ReplayAnswer)): string {
  return replay.service(
    name,
    () =>
      typeof answer === 'function'
        ? answer()
        : typeof answer === 'string'
          ? { type: 'application/rss+xml', body: answer }
          : answer,
    'rss',
  );
}

function run(urls: readonly (string | object)[], rest: Partial<RunSetting> = {}) {
  const feeds = urls.map((url) => (typeof url === 'string' ? { url } : url));
  return runSource(rss, { store, clock, options: { feeds }, ...rest });
}

const itemsOf = (steps: readonly Step[]) => steps.flatMap(({ items }) => items);

/** An RSS 2.0 feed with these items. */
function rss2(items: string, head = '<?xml version="1.0"?>') {
  return `${head}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" xmlns:media="http://search.yahoo.com/mrss/"
    xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>A Feed</title><link>https://example.org/</link>${items}</channel></rss>`;
}

/** The records and rejects of one feed. */
async function read(body: string, options: object = {}) {
  const url = feed('one', body);
  const { steps, error } = await run([{ url, ...options }]);
  expect(error).toBeNull();
  return itemsOf(steps).map((item) => (item.ok ? item.record : item.reject));
}

describe('an item', () => {
  it('of RSS 1.0 with PRISM is read from a recorded feed, and admitted by ingest', async () => {
    const url = feed('nature', nature);
    const { steps } = await run([url]);
    expect(itemsOf(steps)).toMatchObject([
      {
        ok: true,
        position: expect.stringMatching(/^127\.0\.0\.1:\d+ item 1$/),
        record: {
          source: 'rss',
          key: `${url} https://www.nature.com/articles/s41586-026-10461-3`,
          identities: [
            { scheme: 'doi', value: '10.1038/s41586-026-10461-3', confirmed: true },
            {
              scheme: 'url',
              value: 'https://www.nature.com/articles/s41586-026-10461-3',
              confirmed: false,
            },
          ],
          title: 'Efficient robot navigation inspired by honeybee learning flights',
          abstract: '',
          venue: 'Nature',
          published: { value: '2026-05-13', precision: 'day' },
          links: [{ kind: 'page', url: 'https://www.nature.com/articles/s41586-026-10461-3' }],
        },
      },
    ]);
    const report = await ingest(store, itemsOf(steps), { kind: 'import', origin: 'rss' });
    expect(report).toMatchObject({ accepted: 1, rejected: 0, created: 1 });
    const [paper] = await store.query(
      `select p.announced_on::text as day from papers p join identities i on i.paper_id = p.id
        where i.value = '10.1038/s41586-026-10461-3'`,
    );
    expect(paper).toMatchObject({ day: '2026-05-13' });
  });

  it('of RSS 2.0 has HTML, a date, authors, subjects and a PDF', async () => {
    const [record] = await read(
      rss2(`<item><media:title>A picture</media:title><title>Deep &amp;amp; wide</title>
        <link>/papers/v27/1.html</link><guid isPermaLink="false">jmlr-27-1</guid>
        <description>&lt;p&gt;We &lt;b&gt;show&lt;/b&gt; it.&lt;/p&gt;</description>
        <pubDate>Wed, 13 May 2026 09:30:00 +0200</pubDate><author>ed@example.org (Ada Lovelace and Alan Turing)</author>
        <category>learning</category><category> learning </category><dc:subject>theory</dc:subject>
        <enclosure url="https://example.org/1.pdf" type="application/pdf" length="1"/>
        <dc:rights>CC BY 4.0</dc:rights></item>`),
      { venue: 'Journal of Machine Learning Research' },
    );
    expect(record).toMatchObject({
      key: expect.stringMatching(/ jmlr-27-1$/),
      title: 'Deep &amp; wide',
      abstract: '<p>We <b>show</b> it.</p>',
      authors: [{ name: 'Ada Lovelace' }, { name: 'Alan Turing' }],
      published: { value: '2026-05-13T07:30:00.000Z', precision: 'time' },
      statedAt: '2026-05-13T07:30:00.000Z',
      venue: 'Journal of Machine Learning Research',
      keywords: ['learning', 'theory'],
      license: 'CC BY 4.0',
      links: [
        { kind: 'page', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/papers\/v27\/1\.html$/) },
        { kind: 'pdf', url: 'https://example.org/1.pdf' },
      ],
    });
  });

  it('of Atom has XHTML, several links, and what it names', async () => {
    const [record] =
      await read(`<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Lab</title>
      <entry xml:base="https://ignored.example/"><id>tag:lab.example,2026:1</id><title type="html">A &lt;i&gt;b&lt;/i&gt;</title>
      <link rel="self" href="https://lab.example/1.atom"/><link href="https://lab.example/1"/>
      <link rel="related" href="https://arxiv.org/abs/2605.00001v2"/>
      <link rel="alternate" type="application/pdf" href="https://lab.example/1.pdf"/>
      <published>2026-05-12T10:00:00Z</published><updated>2026-05-13T11:00:00+01:00</updated>
      <author><name>Émilie du Châtelet</name><email>e@lab.example</email></author><author><name>Ada Lovelace</name></author>
      <category term="ml" label="Machine learning"/><rights>© 2026 The Lab</rights>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One <b>two</b>.</p><p>Three.</p></div></content>
      </entry></feed>`);
    expect(record).toMatchObject({
      key: expect.stringMatching(/ tag:lab\.example,2026:1$/),
      title: 'A <i>b</i>',
      abstract: expect.stringMatching(/^One two\.\s+Three\.$/),
      identities: [
        { scheme: 'url', value: 'https://lab.example/1', confirmed: false },
        { scheme: 'arxiv', value: '2605.00001', confirmed: true },
      ],
      published: { value: '2026-05-12T10:00:00.000Z', precision: 'time' },
      updatedAt: '2026-05-13T10:00:00.000Z',
      authors: [{ name: 'Émilie du Châtelet' }, { name: 'Ada Lovelace' }],
      keywords: ['Machine learning'],
      links: [
        { kind: 'page', url: 'https://lab.example/1' },
        { kind: 'pdf', url: 'https://lab.example/1.pdf' },
      ],
    });
    expect(record).not.toHaveProperty('license');
  });

  it.each([
    ['<dc:creator>Lovelace, Ada</dc:creator>', ['Lovelace, Ada']],
    ['<dc:creator>Ada Lovelace, Alan Turing</dc:creator>', ['Ada Lovelace', 'Alan Turing']],
    [
      '<dc:creator>Lovelace, Ada</dc:creator><dc:creator>Turing, Alan</dc:creator>',
      ['Lovelace, Ada', 'Turing, Alan'],
    ],
    ['<author>someone@example.org</author>', []],
    ['<author>Ada Lovelace</author>', ['Ada Lovelace']],
    ['<dc:creator> </dc:creator>', []],
  ])('names its authors: %s', async (xml, names) => {
    const [record] = await read(rss2(`<item><title>T</title>${xml}</item>`));
    expect(record).toMatchObject({ authors: names.map((name) => ({ name })) });
  });

  it.each([
    ['<guid>https://doi.org/10.1000/ABC</guid>', { scheme: 'doi', value: '10.1000/abc', confirmed: true }],
    ['<prism:doi>10.1000/abc</prism:doi>', { scheme: 'doi', value: '10.1000/abc', confirmed: true }],
    [
      '<dc:identifier>doi:10.1000/abc</dc:identifier>',
      { scheme: 'doi', value: '10.1000/abc', confirmed: true },
    ],
    [
      '<link>https://openreview.net/forum?id=abcdefg</link>',
      { scheme: 'openreview', value: 'abcdefg', confirmed: true },
    ],
    [
      '<link>https://aclanthology.org/2026.acl-long.1/</link>',
      { scheme: 'acl', value: '2026.acl-long.1', confirmed: true },
    ],
  ])('is named by %s', async (xml, identity) => {
    const [record] = await read(rss2(`<item><title>T</title>${xml}</item>`));
    expect(record).toMatchObject({ identities: [identity] });
  });

  it.each([
    ['<item><link>https://example.org/1</link></item>', 'title'],
    ['<item><title> </title><media:title>A picture</media:title></item>', 'title'],
    ['<item/>', 'title'],
  ])('without a title becomes a reject: %s', async (xml, field) => {
    const items = await read(rss2(`${xml}<item><title>T</title></item>`), { name: 'Feed' });
    expect(items).toMatchObject([{ source: 'rss', position: 'Feed item 1', field }, { title: 'T' }]);
  });

  it('that shares its address with others does not become one paper with them', async () => {
    const items = ['One thing that was found', 'Another thing that was found'].map(
      (title) =>
        `<item><title>${title}</title><link>https://shared.example/latest</link><guid>${title}</guid></item>`,
    );
    const url = feed('shared', rss2(items.join('')));
    const { steps } = await run([url]);
    const report = await ingest(store, itemsOf(steps), { kind: 'import', origin: 'rss' });
    expect(report).toMatchObject({ created: 2, rejected: 0 });
  });

  it('that is an article given whole is cut, and one with odd fields is taken all the same', async () => {
    const long = 'word '.repeat(30_000);
    const items = await read(
      rss2(`<item><title>T</title><content:encoded>${long}</content:encoded><guid>${'g'.repeat(900)}</guid></item>
        <item><title>U</title><link>javascript:alert(1)</link><pubDate>soon</pubDate><category>${'c'.repeat(300)}</category></item>`),
    );
    const report = await ingest(
      store,
      items.map((record, at) => ({ ok: true, position: String(at), record: record as never })),
      { kind: 'import', origin: 'rss' },
    );
    expect(report).toMatchObject({ accepted: 2, rejected: 0 });
    expect(items[1]).toMatchObject({ links: [], identities: [], keywords: [] });
  });
});

describe('encodings', () => {
  const body = (label: string) =>
    rss2(
      '<item><title>Émilie du Châtelet à Cirey</title></item>',
      `<?xml version="1.0" encoding="${label}"?>`,
    );

  it.each([
    ['as the document says', 'ISO-8859-1', 'application/rss+xml', 'latin1'],
    ['as the answer says', 'utf-8', 'text/xml; charset=ISO-8859-1', 'latin1'],
    ['UTF-8 where nobody says', 'klingon', 'text/xml; charset=vulcan', 'utf8'],
    ['UTF-16 by its mark', 'utf-16', 'application/xml', 'utf16le'],
  ] as const)('are read %s', async (_, label, type, encoding) => {
    const bytes = Buffer.from(encoding === 'utf16le' ? `\uFEFF${body(label)}` : body(label), encoding);
    // The replay sends text; a server of its own sends bytes.
    const { createServer } = await import('node:http');
    const server = createServer((__, response) =>
      response.writeHead(200, { 'content-type': type }).end(bytes),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const { steps, error } = await run([`http://127.0.0.1:${port}/`]);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(error).toBeNull();
    expect(itemsOf(steps)).toMatchObject([{ record: { title: 'Émilie du Châtelet à Cirey' } }]);
  });

  it('do not fail over control characters', async () => {
    expect(await read(rss2('<item><title>A\u0008B\u000C</title></item>'))).toMatchObject([
      { title: 'A\uFFFDB\uFFFD' },
    ]);
  });
});

describe('the feeds', () => {
  it('are asked every hour whether they changed', async () => {
    let body = rss2('<item><title>One</title></item>');
    const tagged = feed('tagged', () => ({
      type: 'application/rss+xml',
      headers: { etag: `"${body.length}"`, 'last-modified': 'Wed, 13 May 2026 09:30:00 GMT' },
      body,
    }));
    const dated: string[] = [];
    const other = replay.service(
      'dated',
      ({ headers }) => {
        dated.push(headers['if-modified-since'] ?? '');
        return headers['if-modified-since'] === undefined
          ? {
              type: 'text/xml',
              headers: { 'last-modified': 'Wed, 13 May 2026 09:30:00 GMT' },
              body: rss2('<item><title>Two</title></item>'),
            }
          : { status: 304, type: 'text/xml', body: '' };
      },
      'rss',
    );
    const first = await run([tagged, other]);
    expect(itemsOf(first.steps)).toHaveLength(2);
    expect(politeness(replay.log, 'rss').closest).toBeGreaterThanOrEqual(1000);
    const second = await run([tagged, other], { cursor: first.cursor });
    expect(itemsOf(second.steps)).toEqual([]);
    expect(replay.log.map(({ status }) => status)).toEqual([200, 200, 304, 304]);
    expect(dated).toEqual(['', 'Wed, 13 May 2026 09:30:00 GMT']);
    body = rss2('<item><title>One</title></item><item><title>Three</title></item>');
    const third = await run([tagged, other], { cursor: second.cursor });
    expect(itemsOf(third.steps)).toHaveLength(2);
  });

  it('that fail cost only themselves, come last, and are asked less and less often', async () => {
    const dead = feed('dead', { status: 404, type: 'text/html', body: '<!doctype html><h1>Gone</h1>' });
    const page = feed('page', { type: 'text/html', body: '<!doctype html><title>Log in</title>' });
    const doctype = feed('doctype', '<!DOCTYPE rss SYSTEM "http://my.netscape.com/rss-0.91.dtd"><rss/>');
    const good = feed('good', rss2('<item><title>One</title></item>'));
    const first = await run([{ url: dead, name: 'Dead' }, page, doctype, good]);
    expect(first.error).toBeNull();
    expect(itemsOf(first.steps)).toMatchObject([
      { ok: false, reject: { source: 'rss', position: 'Dead', reason: expect.stringContaining('404') } },
      { ok: false, reject: { reason: expect.stringContaining('web page') } },
      { ok: false, reject: { reason: expect.stringContaining('document type') } },
      { ok: true },
    ]);
    const urls = [{ url: dead, name: 'Dead' }, page, doctype, good];
    clock.moveTo(new Date(clock.now().getTime() + 3_600_000));
    const before = replay.log.length;
    const second = await run(urls, { cursor: first.cursor });
    expect(replay.log[before]?.service).toBe('good');
    expect(replay.log.at(-1)?.service).not.toBe('good');
    clock.moveTo(new Date(clock.now().getTime() + 3_600_000));
    const third = replay.log.length;
    await run(urls, { cursor: second.cursor });
    expect(replay.log.slice(third).map(({ service }) => service)).toEqual(['good']);
  });

  it('that ask for a pause get it', async () => {
    const busy = feed('busy', {
      status: 503,
      type: 'text/plain',
      headers: { 'retry-after': '7200' },
      body: 'Later',
    });
    const { cursor, error } = await run([busy]);
    expect(error).toBeNull();
    const state = Object.values((cursor as { feeds: Record<string, { notBefore: string }> }).feeds)[0];
    expect(Date.parse(state?.notBefore ?? '')).toBeGreaterThanOrEqual(
      Date.parse('2026-05-14T08:05:00Z') + 7_000_000,
    );
  });

  it('that break off are read until there, and are asked for again', async () => {
    const cut = feed('cut', {
      type: 'text/xml',
      headers: { etag: '"1"' },
      body: rss2('<item><title>One</title></item><item><title>Tw').replace(/<\/channel>.*$/, ''),
    });
    const first = await run([{ url: cut, name: 'Cut' }]);
    expect(itemsOf(first.steps)).toMatchObject([
      { ok: true, record: { title: 'One' } },
      { ok: false, reject: { position: 'Cut document' } },
    ]);
    await run([{ url: cut, name: 'Cut' }], { cursor: first.cursor });
    expect(replay.log.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('that are empty, or none, bring nothing', async () => {
    expect(await read(rss2(''))).toEqual([]);
    expect(await read('<?xml version="1.0"?><urlset><url/></urlset>')).toEqual([]);
    expect((await run([])).steps).toEqual([]);
  });

  it('keep tokens in their addresses to themselves', async () => {
    const url = `${feed('secret', rss2('<item><title>One</title><guid>1</guid></item>'))}?token=hush`;
    const { steps, cursor } = await run([
      url,
      `${feed('lost', { status: 404, type: 'text/plain', body: '' })}?token=hush`,
    ]);
    expect(JSON.stringify([steps, cursor])).not.toContain('hush');
  });

  it('are not read from private addresses', async () => {
    const { steps, error } = await run(['http://169.254.169.254/latest/meta-data/', 'http://10.0.0.1/feed']);
    expect(error).toBeNull();
    expect(itemsOf(steps).map((item) => !item.ok && item.reject.reason)).toEqual([
      expect.stringContaining('not an address of the public internet'),
      expect.stringContaining('not an address of the public internet'),
    ]);
  });

  it('stand apart: the program may end between two of them', async () => {
    const program = new AbortController();
    const urls = ['a', 'b'].map((name) => feed(name, rss2('<item><title>One</title></item>')));
    const { steps, error } = await run(urls, { signal: program.signal, take: async () => program.abort() });
    expect(error).toBeNull();
    expect(steps).toHaveLength(1);
  });

  it('start anew where the cursor cannot be read', async () => {
    const { steps } = await run([feed('a', nature)], { cursor: { feeds: { x: 7 } } });
    expect(itemsOf(steps)).toHaveLength(1);
  });
});

it('runs once an hour', () => {
  const options = rss.options.parse({});
  expect(rss.nextRun(new Date('2026-05-14T08:05:00Z'), options)).toEqual(new Date('2026-05-14T09:05:00Z'));
  expect(rss.nextRun(new Date('2026-05-14T08:04:00Z'), options)).toEqual(new Date('2026-05-14T08:05:00Z'));
  expect(rss.options.safeParse({ feeds: [{ url: 'file:///etc/passwd' }] }).success).toBe(false);
});
