import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorKey, foldTitle, identitiesOf, identityUrl, mergeKey, parseIdentity } from './index.ts';

describe('parseIdentity', () => {
  it.each([
    ['2103.03230', 'arxiv', '2103.03230'],
    ['arXiv:2103.03230v2', 'arxiv', '2103.03230', 2],
    ['0704.0001', 'arxiv', '0704.0001'],
    ['math.CA/0611800v1', 'arxiv', 'math/0611800', 1],
    ['https://arxiv.org/abs/hep-th/9901001', 'arxiv', 'hep-th/9901001'],
    ['http://export.arxiv.org/pdf/2401.00001v3.pdf', 'arxiv', '2401.00001', 3],
    ['arxiv.org/abs/2401.00001', 'arxiv', '2401.00001'],
    ['https://doi.org/10.48550/arXiv.2103.03230', 'arxiv', '2103.03230'],
    ['10.18653/V1/2020.acl-main.1.', 'doi', '10.18653/v1/2020.acl-main.1'],
    ['https://doi.org/10.1002/a(1)%3C1::b%3E3.0', 'doi', '10.1002/a(1)<1::b>3.0'],
    ['doi:10.1103/PhysRevD.1.1', 'doi', '10.1103/physrevd.1.1'],
    ['P16-5001', 'acl', 'P16-5001'],
    ['https://aclanthology.org/2023.acl-long.1.pdf', 'acl', '2023.acl-long.1'],
    ['https://openreview.net/forum?id=abc_DEF-12', 'openreview', 'abc_DEF-12'],
    ['https://huggingface.co/papers/2405.15738', 'arxiv', '2405.15738'],
    ['https://Example.org/a/?utm_source=x&b=1#top', 'url', 'https://example.org/a/?b=1'],
    ['9913.00001', null, null],
    ['1302.12345', null, null],
    ['contrastive learning', null, null],
    ['http://user:pass@example.org/', null, null],
  ])('%s', (text, scheme, value, version?: number) =>
    expect(parseIdentity(text)).toEqual(
      scheme === null ? null : version === undefined ? { scheme, value } : { scheme, value, version },
    ),
  );

  it('finds every name that an address implies', () => {
    expect(identitiesOf('https://hf.co/papers/2405.15738')).toEqual([
      { scheme: 'arxiv', value: '2405.15738', confirmed: true },
    ]);
    expect(identitiesOf('https://huggingface.co/papers/2405.15738').map(({ scheme }) => scheme)).toEqual([
      'arxiv',
      'hf',
    ]);
  });

  it('reads its own addresses back, and never throws', () => {
    const id = fc.tuple(
      fc.integer({ min: 15, max: 26 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 99_999 }),
    );
    fc.assert(
      fc.property(id, ([year, month, number]) => {
        const value = `${year}${String(month).padStart(2, '0')}.${String(number).padStart(5, '0')}`;
        expect(parseIdentity(identityUrl({ scheme: 'arxiv', value }))).toEqual({ scheme: 'arxiv', value });
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void identitiesOf(`https://${text}`)));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseIdentity(text)));
  });
});

describe('keys', () => {
  it('folds what does not tell names apart', () => {
    expect(authorKey('Łukasz Søren Müller')).toBe('lukasz-soren-muller');
    expect(authorKey('Hinton, Geoffrey')).toBe('geoffrey-hinton');
    expect(authorKey('李 飞飞')).toBe('李-飞飞');
    expect(foldTitle('Barlow  Twins: $\\alpha$-Redundancy!')).toBe('barlow twins redundancy');
  });

  it('never merges on a general title', () => {
    expect(mergeKey('Editorial', [{ name: 'A. B' }], 2020)).toBeNull();
    expect(mergeKey('Attention is all you need', [], 2017)).toBeNull();
    expect(mergeKey('Attention Is All You Need', [{ name: 'Ashish Vaswani' }], 2017)).toBe(
      mergeKey('attention is all you need.', [{ name: 'Vaswani, Ashish' }], 2017),
    );
  });
});
