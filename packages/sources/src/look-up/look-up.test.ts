import { parseIdentity, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ClientOptions } from '../http/polite-client.ts';
import { startServer, type LoopbackServer } from '../http/testing/loopback-server.ts';
import { lookUpPaper } from './look-up-paper.ts';
import { metaTags } from './meta-tags.ts';
import { readPaperPage } from './paper-page.ts';

let store: Store;
let server: LoopbackServer | null = null;
beforeAll(async () => {
  store = await openTestStore();
});
afterEach(async () => {
  await server?.close();
  server = null;
});
afterAll(() => store.close());

/** In place of DNS: every name is this machine. */
const here127: NonNullable<ClientOptions['resolve']> = (_name, _options, done) =>
  done(null, [{ address: '127.0.0.1', family: 4 }]);

/** What each path answers: a type and a body, or a status. */
type Answers = Record<string, { type: string; body: string } | number>;

async function lookUp(text: string, answers: Answers) {
  // Nobody waits here for what another test has asked.
  await store.query('delete from request_turns');
  await server?.close();
  server = await startServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    const answer = answers[path] ?? 404;
    if (typeof answer === 'number')
      return response.writeHead(answer, { 'content-type': 'text/plain' }).end('no');
    response.writeHead(200, { 'content-type': answer.type }).end(answer.body);
  });
  const here = server.url;
  const name =
    parseIdentity(text.replace('http://here', here.replace('127.0.0.1', 'here.test'))) ?? expect.fail(text);
  const options: Record<string, object> = {
    'arxiv-query': { baseUrl: `${here}/api/query` },
    crossref: { baseUrl: here },
    openreview: { baseUrl: here },
  };
  const loopback = { allowLoopback: true, resolve: here127 };
  return lookUpPaper(name, {
    store,
    userAgent: 'Broadsheet/0.1 (test)',
    optionsOf: (source) => options[source],
    signal: AbortSignal.timeout(20_000),
    http: loopback,
    pageHttp: loopback,
  });
}

const fixture = (name: string) =>
  readFileSync(new URL(`../../../../tests/fixtures/sources/${name}`, import.meta.url), 'utf8');
const page = (...tags: [string, string][]) => ({
  type: 'text/html; charset=utf-8',
  body: `<!doctype html><html><head><title>x</title>${tags
    .map(([name, content]) => `<meta name="${name}" content="${content}">`)
    .join('\n')}</head><body>…</body></html>`,
});

describe('a paper is looked up', () => {
  it('at arXiv by its id, also where Hugging Face has its page', async () => {
    const feed = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
      <opensearch:totalResults>1</opensearch:totalResults><entry><id>http://arxiv.org/abs/2103.03230v3</id>
      <title>Barlow Twins</title><summary>Redundancy.</summary><published>2021-03-04T18:00:00Z</published>
      <updated>2021-06-14T18:00:00Z</updated><author><name>Jure Zbontar</name></author></entry></feed>`;
    const found = await lookUp('https://huggingface.co/papers/2103.03230', {
      '/api/query': { type: 'application/atom+xml', body: feed },
    });
    expect(found).toMatchObject({ ok: true, record: { title: 'Barlow Twins', source: 'arxiv-api' } });
    expect(server?.asked[0]?.path).toContain('id_list=2103.03230');
  });

  it('nowhere where arXiv has no such id', async () => {
    const none = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><opensearch:totalResults>0</opensearch:totalResults></feed>`;
    expect(await lookUp('arXiv:2103.03231', { '/api/query': { type: 'text/xml', body: none } })).toBeNull();
  });

  it('at Crossref by its DOI', async () => {
    const [work] = JSON.parse(fixture('crossref-works.json')) as { DOI: string }[];
    const found = await lookUp(`doi:${work?.DOI}`, {
      [`/works/${encodeURIComponent(work?.DOI.toLowerCase() ?? '')}`]: {
        type: 'application/json',
        body: JSON.stringify({ status: 'ok', message: work }),
      },
    });
    expect(found).toMatchObject({ ok: true, record: { source: 'crossref', key: work?.DOI.toLowerCase() } });
  });

  it('on its page, by what the page says about itself', async () => {
    const found = await lookUp('http://here/paper/7', {
      '/paper/7': page(
        ['citation_title', 'Apples &amp; Pears'],
        ['citation_author', 'Lovelace, Ada'],
        ['citation_author', 'Bob Builder'],
        ['citation_publication_date', '2026/03/04'],
        ['citation_journal_title', 'Fruit'],
        ['citation_pdf_url', 'javascript:alert(1)'],
      ),
    });
    expect(found).toMatchObject({
      ok: true,
      record: {
        title: 'Apples & Pears',
        authors: [{ name: 'Ada Lovelace' }, { name: 'Bob Builder' }],
        published: { value: '2026-03-04', precision: 'day' },
        venue: 'Fruit',
        identities: [{ scheme: 'url', confirmed: true }],
        links: [{ kind: 'page' }],
      },
    });
  });

  it('where the page leads, and the page alone is not believed', async () => {
    const doi = '10.1234/other';
    const answers: Answers = { '/mine': page(['citation_title', 'Mine'], ['citation_doi', doi]) };
    const stays = await lookUp('http://here/mine', {
      ...answers,
      [`/works/${encodeURIComponent(doi)}`]: 500,
    });
    expect(stays).toMatchObject({
      record: {
        title: 'Mine',
        identities: [{ scheme: 'url' }, { scheme: 'doi', value: doi, confirmed: false }],
      },
    });
  });

  it('not in what is no page, or says nothing', async () => {
    await expect(
      lookUp('http://here/x.pdf', { '/x.pdf': { type: 'application/pdf', body: '%PDF' } }),
    ).rejects.toMatchObject({ failure: 'content', message: expect.stringContaining('a PDF') as string });
    expect(await lookUp('http://here/blog', { '/blog': page(['og:title', 'A blog']) })).toMatchObject({
      ok: false,
      reject: { field: 'title' },
    });
    expect(await lookUp('http://here/gone', {})).toBeNull();
  });

  it('on no page of this machine', async () => {
    const name = parseIdentity('http://intern.test/secret') ?? expect.fail('no name');
    const asked = lookUpPaper(name, {
      store,
      userAgent: 'Broadsheet/0.1 (test)',
      optionsOf: () => undefined,
      signal: AbortSignal.timeout(20_000),
      http: { allowLoopback: true },
      pageHttp: { resolve: here127 },
    });
    await expect(asked).rejects.toMatchObject({ failure: 'address' });
  });
});

it('reads meta tags of any page whatever', () => {
  const tags = metaTags(
    `<META NAME='Citation_Title' CONTENT="a"><meta name=citation_author content=b><meta name="citation_author" content="c"><p><meta`,
  );
  expect([...tags]).toEqual([
    ['citation_title', ['a']],
    ['citation_author', ['b', 'c']],
  ]);
  const item = readPaperPage(tags, {
    name: { scheme: 'acl', value: '2026.acl-long.1' },
    url: 'https://x.org/',
  });
  expect(item).toMatchObject({ ok: true, record: { identities: [{ scheme: 'acl' }] } });
});
