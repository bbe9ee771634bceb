import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { issuesFeed } from './issues-feed.ts';
import { sampleDigest, samplePaper } from './sample-digest.ts';

const hostile = samplePaper(9, {
  title: 'A ]]> <script>alert(1)</script> & $x^2$ \u0001 \ud800',
  abstract: '<img src=x onerror=alert(1)>',
  authors: [{ name: '<b>B</b>' }],
  links: [{ kind: 'code', url: 'javascript:alert(1)' }],
});
const issues = [
  {
    id: 8,
    composedAt: new Date('2026-03-05T06:00:00Z'),
    digest: { ...sampleDigest, day: '2026-03-05', entries: [{ paper: hostile, why: 'matches <b>' }] },
  },
  { id: 7, composedAt: new Date('2026-03-04T06:00:00Z'), digest: sampleDigest },
];
const about = {
  site: 'https://papers.example.org',
  feedUrl: 'https://papers.example.org/issues/feed?token=a&b',
  title: 'Trending <papers>',
  issueUrl: (id: number) => `https://papers.example.org/issues/signed-${id}`,
};

function parse(xml: string): [path: string, text: string][] {
  const parser = new SaxesParser({ xmlns: true });
  const open: string[] = [];
  const texts: string[] = [];
  const found: [string, string][] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => {
    open.push(name);
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

test('the issues of a subscription are a feed', () => {
  const elements = parse(issuesFeed(issues, about));
  const texts = (path: string) =>
    elements.filter(([name]) => name === `rss/channel/${path}`).map(([, text]) => text);
  expect(texts('title')).toEqual(['Trending <papers>']);
  expect(texts('link')).toEqual(['https://papers.example.org']);
  expect(texts('lastBuildDate')).toEqual(['Thu, 05 Mar 2026 06:00:00 GMT']);
  expect(texts('item/guid')).toEqual([
    'https://papers.example.org/issues/8',
    'https://papers.example.org/issues/7',
  ]);
  expect(texts('item/link')).toEqual([about.issueUrl(8), about.issueUrl(7)]);
  expect(texts('item/title')[1]).toContain('Trending papers · 2 papers · top: Rates of');
  const [first = '', second = ''] = texts('item/description');
  expect(first).not.toMatch(/<script|<img|<b>|javascript:/);
  expect(first).toContain('<i>x</i><sup>2</sup>');
  expect(second).toContain('<a href="https://papers.example.org/papers/2603.00001">');
  expect(second).toContain('was not all here when this was sent');
  expect(first + second).not.toMatch(/unsubscribe|subscriptions\//);
});

test('a subscription without issues has an empty feed', () => {
  const paths = parse(issuesFeed([], about)).map(([path]) => path);
  expect(paths).not.toContain('rss/channel/item');
  expect(paths).toContain('rss/channel/description');
});
