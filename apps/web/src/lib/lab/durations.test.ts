import { expect, it } from 'vitest';
import { inWords, rateInWords } from './durations.ts';

it.each([
  [0, '0 s'],
  [59.6, '1 min'],
  [200, '3 min 20 s'],
  [3599.7, '1 h'],
  [3900, '1 h 5 min'],
])('%d seconds are %s', (seconds, words) => {
  expect(inWords(seconds)).toBe(words);
});

it('turns a slow rate around', () => {
  expect(rateInWords(7.42)).toBe('7.4 steps a second');
  expect(rateInWords(0.4)).toBe('2.5 s a step');
});
