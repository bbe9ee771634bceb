import { expect, test } from 'vitest';
import { keepDrawn, takeDrawn } from './drawn-mails.ts';

test('a mail is given once, under its own name', () => {
  const one = keepDrawn('one');
  const two = keepDrawn('two');
  expect([takeDrawn(two), takeDrawn(one)]).toEqual(['two', 'one']);
  expect([takeDrawn(one), takeDrawn('never'), takeDrawn(null)]).toEqual([null, null, null]);
});

test('mails that nobody takes make room', () => {
  const names = Array.from({ length: 60 }, (_, index) => keepDrawn(String(index)));
  expect(names.map(takeDrawn)).toEqual(names.map((_, index) => (index < 10 ? null : String(index))));
});
