import { expect, it } from 'vitest';
import { papersNamedIn, renderMarkdown, renderMemberText } from './render-markdown.ts';

it('leaves out the title and moves sections down', () => {
  expect(renderMarkdown('# SimCLR\n\n## The idea\n\nTwo *views*.\n')).toBe(
    '<h3>The idea</h3>\n<p>Two <em>views</em>.</p>\n',
  );
});

it('reads formulas before emphasis, in lines, blocks and fences', () => {
  const html = renderMarkdown(
    'The sum $a_i * b_i * c$ costs $5 or $6.\n\n$$\nz_{i} = x_{i}\n$$\n\n```math\ny^2\n```\n',
  );
  expect(html.match(/<math/g)).toHaveLength(3);
  expect(html).toContain('display="block"');
  expect(html).not.toContain('<em>');
  expect(html).toContain('costs $5 or $6.');
});

it('brings in nothing that runs, loads or styles', () => {
  const html = renderMarkdown(
    [
      '<script>alert(1)</script> <img src=x onerror=alert(1)>',
      '[one](javascript:alert(1)) [two](//evil.example) [three](https://example.org/)',
      '![picture](https://example.org/x.png)',
      '',
      '| a | b |',
      '| - | -: |',
      '| 1 | 2 |',
      '',
      '```ts',
      'const a = "<b>";',
      '```',
    ].join('\n'),
  );
  expect(html).not.toMatch(/<(script|img|b)[ >]|style=|javascript:[^)]*"|href="\/\//);
  expect(html).toContain('<a href="https://example.org/">three</a>');
  expect(html).toContain('<td class="number">2</td>');
  expect(html).toContain('&quot;&lt;b&gt;&quot;');
});

it('leads from one method to another, and nowhere into folders', () => {
  const html = renderMarkdown(
    'See [both](simclr.md), [the code](../src/methods/simclr.ts) and [a part](barlow-twins.md#code).',
  );
  expect(html).toBe(
    '<p>See <a href="/methods/simclr">both</a>, <span>the code</span> and <a href="/methods/barlow-twins#code">a part</a>.</p>\n',
  );
});

it('leaves out comments, and lines that keep a place for figures', () => {
  expect(renderMarkdown('One <!-- a\nb --> two.\n\nOur figure: <!-- figure simclr --> none yet.\n')).toBe(
    '<p>One  two.</p>\n',
  );
});

const known = {
  members: new Set(['ada']),
  papers: new Map([['arXiv:2103.03230', '2103.03230']]),
  isNew: true,
};

it('makes links of members and papers that are here, outside of code and links', () => {
  const html = renderMemberText(
    '@Ada, @nobody: see arXiv:2103.03230v2, arXiv:2105.04906, `@ada arXiv:2103.03230`, $@ada$ and [@ada](https://x.org).',
    known,
  );
  expect(html.match(/href="[^"]*"/g)).toEqual([
    'href="/people/ada"',
    'href="/papers/2103.03230"',
    'href="https://x.org"',
  ]);
  expect(html).toContain('>arXiv:2103.03230v2</a>');
  expect(papersNamedIn('arXiv: 2103.03230v2 and arxiv:2103.03230, doi:10.1000/x-1.')).toEqual([
    'arXiv:2103.03230',
    'doi:10.1000/x-1',
  ]);
});

it('marks the links of members as theirs, and leads into the site from elsewhere', () => {
  const html = renderMemberText('https://x.org/a [b](/papers/1) [c](//evil.org) x@y.org', {
    ...known,
    site: 'https://s.org',
  });
  expect(html).toBe(
    '<p><a href="https://x.org/a" rel="external noopener ugc nofollow">https://x.org/a</a> <a href="https://s.org/papers/1">b</a> [c](//evil.org) x@y.org</p>\n',
  );
  expect(renderMemberText('https://x.org', { ...known, isNew: false })).toContain(
    'rel="external noopener ugc"',
  );
});

it('shows quotes, lists, code and formulas of members, and no headings', () => {
  const html = renderMemberText('# Big\n\n> quoted\n\n1. $x^2$\n\n```\n<b>\n```\none\ntwo', known);
  expect(html).toMatch(/^<p><strong>Big<\/strong><\/p>\n<blockquote>/);
  expect(html).toContain('<math');
  expect(html).toContain('&lt;b&gt;');
  expect(html).toContain('one<br>');
});

it('takes the deepest and strangest texts in little time', () => {
  const nasty = [
    '>'.repeat(10_000),
    '[a]('.repeat(2500),
    '**a '.repeat(3000),
    '$'.repeat(10_000),
    '`'.repeat(9999),
    '@a '.repeat(3000),
    '- '.repeat(5000),
    '![[['.repeat(2500),
  ];
  for (const text of nasty) expect(renderMemberText(text, known)).not.toMatch(/<(script|img|iframe)/);
});
