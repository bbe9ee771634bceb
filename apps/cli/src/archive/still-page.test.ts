import { expect, it } from 'vitest';
import { stillPage } from './still-page.ts';

const links = {
  fileOf: (address: string) =>
    /^\/(papers\/\d+|day\/\d+)$/.test(address) ? `${address.slice(1)}.html` : null,
  assetOf: (href: string) => `assets/${href.split('/').at(-1) ?? ''}`,
};
const still = (body: string, head = '') =>
  stillPage(
    `<!doctype html><html><head>${head}</head><body>${body}</body></html>`,
    'authors/ada.html',
    links,
    'A copy.',
  );

it.each([
  ['<a href="/papers/1">x</a>', '<a href="../papers/1.html">x</a>'],
  ['<a href="/papers/1#cite">x</a>', '<a href="../papers/1.html#cite">x</a>'],
  ['<a href="/papers/9x">some <b>words</b></a>', '<span>some <b>words</b></span>'],
  ['<a href="/papers/1/talk">3 comments</a>', '<a href="../papers/1.html">3 comments</a>'],
  ['<a href="/papers/1/talk">Say something</a>', ''],
  ['<a href="/sign-in?back=%2F">Sign in</a>', ''],
  ['<a href="?order=votes">Most votes</a>', ''],
  ['<a href="/search?q=%22a%22">a</a>', '<a href="../search.html#q=%22a%22">a</a>'],
  [
    '<a href="https://arxiv.org/">x</a>',
    '<a href="https://arxiv.org/" rel="external noopener nofollow">x</a>',
  ],
  ['<a href="#main">x</a>', '<a href="#main">x</a>'],
  ['<form method="post"><button>Vote</button></form>', ''],
  ['<form role="search"><input/></form>', '<a class="search-link" href="../search.html">Search</a>'],
  ['<script>alert(1)</script><p onclick="x()">y</p>', '<p>y</p>'],
  [
    '<p>&lt;script&gt; &amp; <math><mi>x</mi></math></p>',
    '<p>&lt;script&gt; &amp; <math><mi>x</mi></math></p>',
  ],
  [
    '<aside><section><h2>As data</h2><ul><li><a href="/api/x">JSON</a></li></ul></section></aside>',
    '<aside></aside>',
  ],
])('makes %s still', (before, after) => {
  expect(/<body>([^]*)<p class="quiet">/.exec(still(before))?.[1]).toBe(after);
});

it('keeps stylesheets and drops what belongs to a server', () => {
  const html = still(
    '<footer></footer>',
    '<link rel="stylesheet" href="../_app/a.css"><link rel="alternate" href="/x.rss"><meta property="og:image" content="x"><title>T</title>',
  );
  expect(html).toContain('<link rel="stylesheet" href="../assets/a.css">');
  expect(html).not.toMatch(/alternate|og:image/);
  expect(html).toContain('<p class="quiet">A copy.</p></footer>');
});
