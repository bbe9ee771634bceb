import fc from 'fast-check';
import { expect, it } from 'vitest';
import { renderParagraphs, renderText } from './render-text.ts';

it('escapes text and renders formulas as MathML', () => {
  expect(renderText('<b>5 & $x^2$')).toMatch(/^&lt;b&gt;5 &amp; <span class="katex"><math/);
  expect(renderText('costs $5 and $6')).toBe('costs $5 and $6');
  expect(renderText(String.raw`a \(\frac{1}{2}\)`)).toContain('<mfrac>');
  expect(renderParagraphs('one\n\ntwo')).toBe('<p>one</p><p>two</p>');
});

it('shows what it does not understand as it was written', () => {
  expect(renderText(String.raw`$\undefinedmacro{<i>}$`)).toBe(
    String.raw`<code class="formula">$\undefinedmacro{&lt;i&gt;}$</code>`,
  );
});

it('lets no markup, link or style through, whatever is written', () => {
  const piece = fc.constantFrom(
    '$',
    '\\',
    '{',
    '}',
    '<script>',
    '\\href{javascript:alert(1)}{x}',
    '\\url{x}',
    '\\htmlStyle{color:red}{x}',
    '\\color{red}',
    '\\includegraphics{x}',
    '\\def\\a{\\a\\a}\\a',
    '\\rule{1em}{1em}',
    'x',
    '^',
    '_',
    ' ',
    '"',
    '\\(',
    '\\)',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
      (text) => {
        const html = renderText(text);
        expect(html).not.toMatch(/<script|<a\b|<img|\sstyle=|\shref=|\son\w+=/);
      },
    ),
    { numRuns: 500 },
  );
});
