import { expect, it } from 'vitest';
import { renderMarkdown } from './render-markdown.ts';

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
