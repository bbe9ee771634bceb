import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseText, parsePublished, splitAuthors, splitMath, uninvertName } from './index.ts';

describe('normaliseText', () => {
  it.each([
    [
      String.raw`Schr\"odinger, Erd\H{o}s, Fran\c{c}ois, \'{\i}, {\'E}cole, \v{S}koda`,
      'Schrödinger, Erdős, François, í, École, Škoda',
    ],
    [String.raw`\L{}ukasz, \O sten, Stra\ss e, \aa ngstr\"{o}m`, 'Łukasz, Østen, Straße, ångström'],
    [String.raw`gains of 97.3\% on \textit{ImageNet} and {BERT}`, 'gains of 97.3% on ImageNet and BERT'],
    ["``quoted'' text --- and 3--4 more~words", '“quoted” text — and 3–4 more words'],
    ['<jats:p>We show <jats:italic>p</jats:italic> &lt; 0.05</jats:p>', 'We show p < 0.05'],
    ['a <b, c> and <unk> tokens, if a < b and b > c', 'a <b, c> and <unk> tokens, if a < b and b > c'],
    ['R&amp;amp;D at AT&T', 'R&D at AT&T'],
    ['caf\u00C3\u00A9 isn\u00E2\u20AC\u2122t \u00C3', 'café isn’t Ã'],
    ['one\n two\n\n  three\u200B', 'one two\n\nthree'],
    ['<script>alert(1)</script>text', 'text'],
  ])('%j', (raw, expected) => expect(normaliseText(raw)).toBe(expected));

  it('leaves formulas as they are', () => {
    const formulas = [
      String.raw`$\alpha'_{i}~\% {x}$`,
      String.raw`$$a<b--c$$`,
      String.raw`\(\'e\)`,
      String.raw`\[x\]`,
    ];
    for (const formula of formulas) expect(normaliseText(`see ${formula}, so`)).toBe(`see ${formula}, so`);
  });

  it('takes a lone dollar for money', () => {
    expect(splitMath('costs $5 and $6 in all').map((piece) => piece.kind)).toEqual(['text']);
  });

  it('is idempotent, and never throws', () => {
    const hostile = fc.string({
      unit: fc.constantFrom(
        '{',
        '}',
        '\\',
        '$',
        '<',
        '>',
        '&amp;',
        '"',
        "'",
        'a',
        ' ',
        '\n',
        '~',
        '-',
        'Ã',
        '©',
        '\\textbf{',
      ),
    });
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), hostile), (raw) => {
        const once = normaliseText(raw);
        expect(normaliseText(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['{', '\\', '$', '<', '&', '\\textbf{', '<annotation>', "'", '~', '(', 'Ã'])(
    'takes 300 kB of %j',
    (piece) => {
      const text = piece.repeat(300_000 / piece.length);
      expect(typeof normaliseText(text)).toBe('string');
      expect(splitAuthors(text).length).toBeGreaterThanOrEqual(0);
    },
  );
});

describe('authors', () => {
  it('takes flat lists apart', () => {
    expect(splitAuthors('A. Bee, C. Dee and E. Eff (Univ. of X, Y), J. Smith, Jr.')).toEqual([
      { name: 'A. Bee' },
      { name: 'C. Dee' },
      { name: 'E. Eff', affiliation: 'Univ. of X, Y' },
      { name: 'J. Smith Jr.' },
    ]);
    expect(splitAuthors('ATLAS Collaboration')).toEqual([{ name: 'ATLAS Collaboration' }]);
    expect(splitAuthors('X. Alexander ((1) Here, (2) There)')[0]?.name).toBe('X. Alexander');
  });

  it('puts names in reading order', () => {
    expect(uninvertName('Hinton, Geoffrey')).toBe('Geoffrey Hinton');
    expect(uninvertName('King, Martin Luther, Jr.')).toBe('Martin Luther King Jr.');
    expect(uninvertName('Geoffrey Hinton')).toBe('Geoffrey Hinton');
  });
});

describe('parsePublished', () => {
  it.each([
    ['2024', '2024', 'year'],
    ['2024-5', '2024-05', 'month'],
    ['2024/05/06/', '2024-05-06', 'day'],
    ['2024-05-06T10:00:00Z', '2024-05-06T10:00:00.000Z', 'time'],
    ['Tue, 19 Jan 2016 04:10:52 GMT', '2016-01-19T04:10:52.000Z', 'time'],
    ['Fri, 23 Aug 2024 00:00:00 -0400', '2024-08-23T04:00:00.000Z', 'time'],
  ])('%s', (text, value, precision) => expect(parsePublished(text)).toEqual({ value, precision }));
  it.each(['2026-02-30', '2024-13', 'soon', '', '20240506', '2024-05-06Tnoon'])('refuses %j', (text) =>
    expect(parsePublished(text)).toBeNull(),
  );
});
