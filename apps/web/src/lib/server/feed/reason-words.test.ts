import type { PlaceReason } from '@broadsheet/people';
import { expect, test } from 'vitest';
import { reasonInNumbers, signedNumber, whyInFeed } from './reason-words.ts';

const reason: PlaceReason = {
  kind: 'interest',
  name: 'Graphs',
  byFloor: true,
  total: 2.1,
  parts: { meaning: 1.5, words: 1.25, average: -0.25, votes: 0, recency: 0.1, code: 0, repetition: -0.5 },
  words: [{ word: 'message', part: 0.75 }],
  examples: [
    { title: `A ${'very '.repeat(40)}long title`, verdict: 'more', part: 2 },
    { title: 'Cells', verdict: 'less', part: -0.25 },
  ],
};

test('a line says for which interest, by which words and like what', () => {
  const why = whyInFeed(reason);
  expect(why).toMatch(/^For “Graphs”, by its sure places · because of message · like “A very .*…”$/);
  expect(why.length).toBeLessThan(160);
  expect(whyInFeed({ ...reason, byFloor: false, words: [], examples: [] })).toBe('For “Graphs”');
  expect(whyInFeed({ ...reason, kind: 'explore', name: 'astro-ph.GA' })).toMatch(
    /^From .* \(astro-ph\.GA\), a field beside your interests$/,
  );
  expect(whyInFeed({ ...reason, kind: 'explore', name: 'q-other' })).toContain('From q-other,');
});

test('numbers have their signs, and what is nothing is not named', () => {
  const { parts, words, examples } = reasonInNumbers(reason);
  expect(parts.map(({ value }) => value)).toEqual(['+1.50', '+1.25', '−0.25', '+0.10', '−0.50', '+2.10']);
  expect(parts.at(-1)?.label).toBe('together');
  expect(words).toEqual([{ label: 'message', value: '+0.75' }]);
  expect(examples[1]).toEqual({ label: 'unlike “Cells”', value: '−0.25' });
  expect(signedNumber(0)).toBe('+0.00');
});
