import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it, test } from 'vitest';
import { beginningOf, cutAtWord, mathHtml, mathPlain } from './math-text.ts';

const formulas: [tex: string, text: string, html: string][] = [
  ['$x^2_i$', 'xᵢ²', '<i>x</i><sub><i>i</i></sub><sup>2</sup>'],
  ['$10^{-3}$', '10⁻³', '10<sup>−3</sup>'],
  ['$\\mathbb{R}^{d\\times d}$', 'ℝ^(d×d)', 'ℝ<sup><i>d</i>×<i>d</i></sup>'],
  ['$\\mathcal{O}(n \\log n)$', '𝒪(n log n)', '𝒪(<i>n</i> log <i>n</i>)'],
  ['$\\frac{a+b}{2}$', '(a + b)/2', '(<i>a</i> + <i>b</i>)/2'],
  ['$\\frac{1}{2}x$', '(1/2)x', '(1/2)<i>x</i>'],
  ['$\\sqrt{n}$', '√n', '√<i>n</i>'],
  ['$\\sqrt[3]{x+1}$', '∛(x + 1)', '∛(<i>x</i> + 1)'],
  ['$\\hat{y}$', 'ŷ', '<i>ŷ</i>'],
  ['$\\widehat{AB}$', 'hat(AB)', 'hat(<i>AB</i>)'],
  [
    '$\\sum_{i=1}^n x_i$',
    '∑ᵢ₌₁ⁿ xᵢ',
    '∑<sub><i>i</i>=1</sub><sup><i>n</i></sup> <i>x</i><sub><i>i</i></sub>',
  ],
  ['$p(x|y) \\mid z$', 'p(x|y) | z', '<i>p</i>(<i>x</i>|<i>y</i>) | <i>z</i>'],
  ['$L_{\\mathrm{train}}$', 'L_(train)', '<i>L</i><sub>train</sub>'],
  ["$f'(x)$", 'f′(x)', '<i>f</i>′(<i>x</i>)'],
  ['$a := b$', 'a := b', '<i>a</i> := <i>b</i>'],
  ['$f: X \\to Y$', 'f: X → Y', '<i>f</i>: <i>X</i> → <i>Y</i>'],
  ['$1,000$', '1,000', '1,000'],
  ['$3\\times$', '3×', '3×'],
  ['$\\sim 5\\%$', '∼5%', '∼5%'],
  ['$90^\\circ$', '90°', '90°'],
  ['$\\mathbf{W}^\\top$', 'Wᵀ', '<b>W</b><sup>⊤</sup>'],
  ['$\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}$', '(1, 2; 3, 4)', '(1, 2; 3, 4)'],
  ['$\\binom{n}{k}$', '(n choose k)', '(<i>n</i> choose <i>k</i>)'],
  ['\\begin{align}a&=b\\\\c&=d\\end{align}', 'a = b; c = d', '<i>a</i> = <i>b</i>; <i>c</i> = <i>d</i>'],
  ['$\\textbf{92%}$', '92%', '<b>92%</b>'],
  ['$x \\unicode{x2013} y$', 'x–y', '<i>x</i>–<i>y</i>'],
];

describe('formulas', () => {
  test.each(formulas)('%s', (tex, text, html) => {
    expect(mathPlain(tex)).toBe(text);
    expect(mathHtml(tex)).toBe(html);
  });

  it('stay as they were written where KaTeX cannot read them', () => {
    for (const tex of ['$\\notACommand{x}$', '$\\frac{1$', `$${'x+'.repeat(2000)}x$`]) {
      expect(mathPlain(tex)).toBe(tex);
      expect(mathHtml(`a ${tex} b`)).toContain(tex);
    }
    expect(mathPlain('costs $5 and $6')).toBe('costs $5 and $6');
    const prose = '$), the method improves scores on long texts by 4$';
    expect(mathPlain(prose)).toBe(prose);
  });

  it('bring no links, pictures or styles', () => {
    for (const tex of [
      '$\\href{javascript:alert(1)}{x}$',
      '$\\href{https://a.example}{x} + y$',
      '$\\url{https://a.example}$',
      '$\\includegraphics{https://a.example/x.png}$',
      '$\\htmlStyle{color:red}{x}$',
      '$\\color{red}{x}$',
    ])
      expect(mathHtml(tex)).not.toMatch(/<a\b|<img|href=|src=|style=|class=/);
    expect(mathHtml('$\\text{<script>alert(1)</script>}$')).not.toContain('<script');
  });

  it('take bounded time and room, whatever macros make of them', () => {
    const bombs = [
      `$\\def\\a{${'x'.repeat(400)}}\\def\\b{${'\\a'.repeat(20)}}${'\\b'.repeat(20)}$`,
      `$${'{'.repeat(290)}x${'}'.repeat(290)}$`,
      `$${'\\sqrt'.repeat(110)}x$`,
      `$${'x^{'.repeat(140)}x${'}'.repeat(140)}$`,
      '$\\def\\a{\\a\\a}\\a$',
    ];
    const start = performance.now();
    for (const bomb of bombs) expect(mathHtml(bomb).length).toBeLessThan(10_000);
    const many = Array.from({ length: 5000 }, (_, index) => `$x_{${index}}$`).join(' ');
    expect(mathPlain(many)).toContain('x₁₉₉ $x_{200}$');
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it('do not define anything for the next one', () => {
    mathHtml('$\\gdef\\mine{7}\\mine$');
    expect(mathPlain('$\\mine$')).toBe('$\\mine$');
    mathHtml('$\\gdef\\mbox{no}x$');
    expect(mathPlain('$\\mbox{yes}$')).toBe('yes');
  });
});

/** Names and attributes of the elements of a piece of HTML; throws where it is not well-formed. */
function elementsOf(html: string): string[] {
  const found: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    found.push([name, ...Object.entries(attributes).map(([key, value]) => `${key}=${value}`)].join(' '));
  });
  parser.write(`<all>${html}</all>`).close();
  return found.slice(1);
}

test('any text becomes well-formed HTML of a few harmless elements', () => {
  const pieces = fc.constantFrom(
    ...'$ $$ \\( \\) \\[ \\] { } ^ _ & < > " \' <script> </style> <!-- --> ]]> \\frac \\text{ \\href{ \\color{ \\sqrt x 1 \u0000 \u202e \ud800 \n % # ~'.split(
      ' ',
    ),
    ...formulas.map(([tex]) => tex),
  );
  const texts = fc.oneof(
    fc
      .array(fc.oneof(pieces, fc.string({ unit: 'grapheme', maxLength: 4 })), { maxLength: 30 })
      .map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const allowed = /^(?:i|b|u|s|sub|sup|code|span style=text-decoration:overline)$/;
      for (const element of elementsOf(mathHtml(text))) expect(element).toMatch(allowed);
    }),
    { numRuns: 2000 },
  );
});

describe('the beginning of a text', () => {
  it('is whole sentences where they fit', () => {
    const text =
      'We study a thing of great interest to all. It is small. It has very many parts that nobody knows.';
    expect(beginningOf(text, 70)).toBe('We study a thing of great interest to all. It is small. …');
    expect(beginningOf(text, 500)).toBe(text);
  });

  it('ends after a word, and keeps formulas whole', () => {
    expect(beginningOf('one two three four five six seven', 18)).toBe('one two three four …');
    expect(beginningOf('one two three four five six seven', 16)).toBe('one two three …');
    expect(beginningOf('The rate $\\mathcal{O}(n^2 + m)$ holds for all of them', 12)).toBe('The rate …');
    // Counted as it is seen: the formula has 10 characters.
    expect(beginningOf('The rate $\\mathcal{O}(n^2 + m)$ holds for all of them', 26)).toBe(
      'The rate $\\mathcal{O}(n^2 + m)$ holds …',
    );
  });

  it('never ends within a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        (text, length) => {
          const cut = cutAtWord(text.toWellFormed(), length);
          expect(cut.isWellFormed()).toBe(true);
          expect(text.toWellFormed().startsWith(cut)).toBe(true);
          expect(cut.length).toBeLessThanOrEqual(length);
        },
      ),
    );
    expect(beginningOf('漢字'.repeat(100), 20)).toBe(`${'漢字'.repeat(10)} …`);
  });
});
