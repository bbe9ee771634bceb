import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withFilter, withoutFilter } from './edit-query.ts';
import { formatQuery } from './format-query.ts';
import { parseQuery } from './parse-query.ts';

const clauses = (text: string) => parseQuery(text).clauses;

describe('the query language', () => {
  it('reads words, phrases, exclusions, requirements and alternatives', () => {
    expect(clauses('graph “neural networks” -survey +attention GAN OR VAE')).toEqual([
      { kind: 'word', text: 'graph' },
      { kind: 'phrase', text: 'neural networks' },
      { kind: 'not', term: { kind: 'word', text: 'survey' } },
      { kind: 'must', term: { kind: 'word', text: 'attention' } },
      {
        kind: 'or',
        terms: [
          { kind: 'word', text: 'GAN' },
          { kind: 'word', text: 'VAE' },
        ],
      },
    ]);
  });

  it('reads operators in their various forms', () => {
    expect(
      formatQuery(parseQuery('AUTHOR："G Hinton" category:cs.LG in:EMNLP year:>=2021 after:2023/5')),
    ).toBe('author:"G Hinton" cat:cs.LG venue:EMNLP year:2021- after:2023-05');
    expect(formatQuery(parseQuery('year:2023..2020 year:2021.. year:<2000 -cat:cs'))).toBe(
      'year:2020-2023 year:2021- year:-1999 -cat:cs',
    );
  });

  it('names what it ignores', () => {
    expect(parseQuery('diffusion year:20x 🎉').ignored).toEqual([
      { text: 'year:20x', reason: 'year:20x is not a year: write year:2023 or year:2020-2023' },
      { text: '🎉', reason: 'It has no letter or digit.' },
    ]);
    expect(clauses('Attention: a survey')).toHaveLength(3);
  });

  it('reads a pasted text as words, and only its operators as more', () => {
    const text = `"Quoted" start -- with -dashes +signs (and 'more') year: soon. ${'Many words follow here. '.repeat(20)}`;
    const prose = clauses(`${text} cat:cs.LG -author:hinton`);
    expect(prose.slice(-2)).toEqual([
      { kind: 'filter', field: 'cat', value: 'cs.LG' },
      { kind: 'not', term: { kind: 'filter', field: 'author', value: 'hinton' } },
    ]);
    expect(new Set(prose.slice(0, -2).map(({ kind }) => kind))).toEqual(new Set(['word']));
    expect(prose.slice(0, 6).map((clause) => (clause.kind === 'word' ? clause.text : ''))).toEqual(
      ['Quoted', 'start', 'with', 'dashes', 'signs', 'and'], // prettier-ignore
    );
    // Somebody who writes OR, or fewer words, means the signs.
    expect(clauses(`one OR two -three ${'four '.repeat(70)}`)[0]?.kind).toBe('or');
    expect(
      clauses(`"one two" -three ${'four '.repeat(50)}`)
        .slice(0, 2)
        .map(({ kind }) => kind),
    ).toEqual(['phrase', 'not']);
  });

  it('edits filters', () => {
    expect(withFilter('graph year:2020', 'year', '2023')).toBe('graph year:2023');
    expect(withoutFilter('graph year:2020 cat:cs.LG', 'cat', 'CS.lg')).toBe('graph year:2020');
  });

  it('comes back from its canonical form, whatever was typed', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        '"',
        '-',
        '+',
        'OR',
        'year:',
        'author:"',
        'a:b',
        '2020..',
        'cat:cs',
        '-"x y"',
        '(',
        '|',
        '：',
        '“',
      ),
    );
    // Of a pasted text too, which has more words than a query of conditions.
    const more = fc.constantFrom('', ' more'.repeat(70));
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.constantFrom('', ' '),
        more,
        (pieces, glue, rest) => {
          const text = pieces.join(glue) + rest;
          const once = clauses(text);
          expect(clauses(formatQuery({ clauses: once }))).toEqual(once);
        },
      ),
      { numRuns: 500 },
    );
  });
});
