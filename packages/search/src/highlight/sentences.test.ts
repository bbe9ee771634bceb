import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentencesOf } from './sentences.ts';

const texts = (text: string) => sentencesOf(text).map(({ start, end }) => text.slice(start, end));

test('cuts where sentences end', () => {
  expect(texts('We study $f(x. Y)$ here. Does it work? Yes! (It does.) See e.g. Smith et al. Fin.')).toEqual([
    'We study $f(x. Y)$ here.',
    'Does it work?',
    'Yes!',
    '(It does.)',
    'See e.g. Smith et al. Fin.',
  ]);
  expect(texts('A gain of 3.5 points. and so on')).toEqual(['A gain of 3.5 points. and so on']);
  expect(texts('学习表示。很好。')).toEqual(['学习表示。', '很好。']);
  expect(texts('')).toEqual([]);
});

test('loses nothing but space', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('. ', '! A', '$', '\n\n', ' ')), {
        maxLength: 30,
      }),
      (pieces) => {
        const text = pieces.join('');
        const found = sentencesOf(text);
        let last = 0;
        for (const { start, end } of found) {
          expect(text.slice(last, start).trim()).toBe('');
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(text.slice(last).trim()).toBe('');
      },
    ),
  );
});
