import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import type { PaperSummary } from '../views/paper.ts';
import { renderFeed, type FeedInput } from './index.ts';

const hostile: PaperSummary = {
  id: 7,
  key: '2103.03230',
  arxivId: '2103.03230',
  doi: null,
  title: 'A ]]> <script>alert(1)</script> & "x" \u0001 \ud800',
  abstract: '<img src=x onerror=alert(1)>\n\nsecond ]]> \u0000',
  authors: [{ name: 'A & B <b>' }],
  categories: ['cs.LG', '"><x'],
  venue: null,
  year: 2021,
  published: '2021-03-04',
  publishedAt: null,
  updatedAt: null,
  announcedOn: '2021-03-04',
  summary: null,
  keywords: [],
  links: [{ kind: 'code', url: 'https://x.org/?a=1&b="2' }],
  withdrawn: false,
  citations: null,
  featured: false,
  votes: 0,
  comments: 0,
  authorsAnswer: false,
  trending: 0,
  trendingTerms: null,
  firstSeenAt: new Date(0),
  changedAt: new Date('2026-01-02T03:04:05Z'),
};
const feed: FeedInput = {
  title: 'Trending <now> & then',
  description: 'What moves',
  homeUrl: 'https://b.org/trending',
  feedUrl: 'https://b.org/trending.rss?a=1&b=2',
  siteUrl: 'https://b.org',
  papers: [hostile],
};

/** Strict parsing: throws on anything that is not well-formed XML. Gives the path and text of every element. */
function parse(xml: string): [path: string, text: string][] {
  const parser = new SaxesParser({ xmlns: true });
  const open: string[] = [];
  const found: [string, string][] = [];
  const texts: string[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    open.push(tag.name);
    texts.push('');
  });
  parser.on('text', (text) => {
    if (texts.length > 0) texts[texts.length - 1] += text;
  });
  parser.on('closetag', () => {
    found.push([open.join('/'), texts.pop() ?? '']);
    open.pop();
  });
  parser.write(xml).close();
  return found;
}

describe('feeds', () => {
  it('RSS is well-formed and has what the specification asks for', () => {
    const elements = parse(renderFeed('rss', feed).body);
    const texts = (path: string) => elements.filter(([name]) => name === path).map(([, text]) => text);
    for (const name of ['title', 'link', 'description']) expect(texts(`rss/channel/${name}`)).toHaveLength(1);
    expect(texts('rss/channel/item/guid')).toEqual(['https://b.org/papers/p7']);
    expect(texts('rss/channel/item/link')).toEqual(['https://b.org/papers/2103.03230']);
    expect(texts('rss/channel/item/title')[0]).toContain('<script>alert(1)</script>'); // text, not markup
    const [html] = texts('rss/channel/item/description');
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img');
    expect(Number.isNaN(Date.parse(texts('rss/channel/item/pubDate')[0] ?? ''))).toBe(false);
  });

  it('Atom has ids, dates and an author for every entry', () => {
    const elements = parse(renderFeed('atom', { ...feed, papers: [{ ...hostile, authors: [] }] }).body);
    const paths = elements.map(([path]) => path);
    for (const path of [
      'id',
      'title',
      'updated',
      'entry/id',
      'entry/title',
      'entry/updated',
      'entry/author/name',
      'entry/content',
    ]) {
      expect(paths).toContain(`feed/${path}`);
    }
  });

  it('JSON Feed 1.1 parses, with stable ids', () => {
    const parsed = JSON.parse(renderFeed('json', feed).body) as {
      version: string;
      items: { id: string; content_html: string }[];
    };
    expect(parsed.version).toBe('https://jsonfeed.org/version/1.1');
    expect(parsed.items[0]?.id).toBe('https://b.org/papers/p7');
    expect(parsed.items[0]?.content_html).not.toContain('<img');
  });

  it('has validators that change only with the content', () => {
    const one = renderFeed('rss', feed);
    expect(one.lastModified).toEqual(hostile.changedAt);
    expect(renderFeed('rss', { ...feed }).etag).toBe(one.etag);
    expect(renderFeed('rss', { ...feed, papers: [] }).etag).not.toBe(one.etag);
    expect(parse(renderFeed('atom', { ...feed, papers: [] }).body).length).toBeGreaterThan(3);
  });
});
