import { random, start, tensor, type Tensor } from '@broadsheet/tensor';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { fillUp } from './fill-up.ts';
import { sentencesOf } from './sentences.ts';
import { textViews, type Sentences, type TextViewOptions } from './text-views.ts';
import { Vocabulary } from './vocabulary.ts';
import { wordsOf } from './words.ts';

beforeAll(() => start());

const numbers = (x: Tensor): number[] => [...x.dataNow<'int32'>()];

describe('the words of a text', () => {
  test.each([
    ['Self-supervised learning, 2023!', ['self-supervised', 'learning', '2023']],
    ["it's – “quoted”…", ["it's", 'quoted']],
    ['Über Poincaré\u0301s 空間 and κ-means', ['über', 'poincaré\u0301s', '空間', 'and', 'κ-means']],
    ['e\u0301tude', ['étude']],
    [' -- ... ', []],
  ])('of %j are %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });
});

describe('the sentences of a text', () => {
  test.each([
    ['One is here. Two is there! Is three?', ['One is here.', 'Two is there!', 'Is three?']],
    [
      'We follow Chen et al. (2020), e.g. Their loss at 0.5 works.',
      ['We follow Chen et al. (2020), e.g. Their loss at 0.5 works.'],
    ],
    ['It costs 3.5 points. 40 labels are enough.', ['It costs 3.5 points.', '40 labels are enough.']],
    ['He said "so." Then J. Smith left.', ['He said "so."', 'Then J. Smith left.']],
    ['It ends.  in lower case', ['It ends.  in lower case']],
    ['', []],
    ['  no end ', ['no end']],
  ])('%j', (text, sentences) => {
    expect(sentencesOf(text)).toEqual(sentences);
  });

  test('have all words of the text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        expect(sentencesOf(text).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});

describe('a vocabulary', () => {
  const texts = ['the cat and the dog', 'the cat sat', 'a dog sat once'];

  test('knows the most frequent words, the first in the alphabet of equally frequent ones', () => {
    expect(Vocabulary.of(texts, { size: 3 }).words).toEqual(['the', 'cat', 'dog']);
    expect(Vocabulary.of(texts, { size: 9 }).words).toEqual(['the', 'cat', 'dog', 'sat']);
    expect(Vocabulary.of(texts, { size: 9, least: 1 }).words).toHaveLength(7);
  });

  test('leaves unknown words out, or gives them shared tokens, the same ones each time', () => {
    const strict = Vocabulary.of(texts, { size: 2 });
    expect([...strict.encode('The unknown cat')]).toEqual([0, 1]);
    expect(strict.tokens).toBe(2);
    const open = Vocabulary.of(texts, { size: 2, shared: 5 });
    const [first, unknown, last] = open.encode('The unknown cat');
    expect([first, last]).toEqual([0, 1]);
    expect(unknown).toBeGreaterThanOrEqual(2);
    expect(unknown).toBeLessThan(open.tokens);
    expect(new Vocabulary(open.words, 5).tokenOf('unknown')).toBe(unknown);
  });

  test('tells what it cannot be', () => {
    expect(() => Vocabulary.of(texts, { size: -1 })).toThrow('size is a whole number of at least 0, not -1');
    expect(() => new Vocabulary(['a', 'a'])).toThrow('every word once');
  });
});

test('texts are cut off and filled up', () => {
  expect(numbers(fillUp([[1, 2, 3], [4], []], 2))).toEqual([1, 2, 4, -1, -1, -1]);
});

describe('views of texts', () => {
  const text: Sentences = [Int32Array.from([1, 2]), Int32Array.from([3, 4, 5]), Int32Array.from([6])];
  const pair = (options: Partial<TextViewOptions>, seed = 1, of: readonly Sentences[] = [text]): number[][] =>
    textViews(of, { length: 8, by: 'drop', drop: 0, ...options })(
      tensor([0], [1], 'int32'),
      random.key(seed),
    ).map((view) => numbers(view).filter((token) => token >= 0));

  test('of halves have every word in one of them, in its order', () => {
    const [one, other] = pair({ by: 'halves' }) as [number[], number[]];
    expect([one.length, other.length]).toEqual([3, 3]);
    expect([...one, ...other].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    for (const half of [one, other]) expect([...half].sort()).toEqual(half);
    expect(pair({ by: 'halves' }, 2)).not.toEqual([one, other]);
  });

  test('of sentences keep them together', () => {
    for (let seed = 0; seed < 9; seed++) {
      const [one, other] = pair({ by: 'sentences' }, seed) as [number[], number[]];
      expect([...one, ...other].sort()).toEqual([1, 2, 3, 4, 5, 6]);
      for (const half of [one, other]) expect(half.includes(3)).toBe(half.includes(5));
    }
  });

  test('of one sentence are halves of its words', () => {
    const [one, other] = pair({ by: 'sentences' }, 1, [[Int32Array.from([1, 2, 3, 4]), new Int32Array(0)]]);
    expect([one?.length, other?.length]).toEqual([2, 2]);
  });

  test('of title and abstract are the first and the rest', () => {
    expect(pair({ by: 'first-and-rest' })).toEqual([[1, 2], [3, 4, 5, 6]]); // prettier-ignore
  });

  test('drop words in each view on its own, and leave one at least', () => {
    const long = [[Int32Array.from({ length: 1000 }, (_, i) => i)]];
    const [one, other] = pair({ drop: 0.3, length: 1000 }, 1, long) as [number[], number[]];
    expect(Math.abs(one.length - 700)).toBeLessThan(60);
    expect(one).not.toEqual(other);
    for (let seed = 0; seed < 5; seed++) expect(pair({ drop: 0.99 }, seed)[0]?.length).toBeGreaterThan(0);
  });

  test('of long texts begin anywhere', () => {
    const long = [[Int32Array.from({ length: 100 }, (_, i) => i)]];
    const starts = new Set([1, 2, 3, 4, 5].map((seed) => pair({ length: 10 }, seed, long)[0]?.[0]));
    expect(starts.size).toBeGreaterThan(2);
  });

  test('have the length that is said, whatever the texts are', () => {
    const some = fc.array(
      fc.array(fc.nat(9), { maxLength: 6 }).map((tokens) => Int32Array.from(tokens)),
      { maxLength: 4 },
    );
    const ways = fc.constantFrom<TextViewOptions['by']>('drop', 'halves', 'sentences', 'first-and-rest');
    fc.assert(
      fc.property(some, ways, fc.nat(99), (sentences, by, seed) => {
        for (const view of textViews([sentences], { length: 5, by })(
          tensor([0, 0], [2], 'int32'),
          random.key(seed),
        )) {
          expect(view.shape).toEqual([2, 5]);
          expect(view.dtype).toBe('int32');
        }
      }),
    );
  });

  test('tell texts that are not there, and options out of range', () => {
    expect(() =>
      textViews([text], { length: 2, by: 'drop' })(tensor([1], [1], 'int32'), random.key(1)),
    ).toThrow('no text 1');
    expect(() => textViews([text], { length: 0, by: 'drop' })).toThrow('not 0');
    expect(() => textViews([text], { length: 2, by: 'drop', drop: 1 })).toThrow('below 1, not 1');
  });
});
