import { expect, it } from 'vitest';
import { linkedText } from './linked-text.ts';

it('finds the addresses in a text', () => {
  expect(linkedText('See https://example.org/a?b=1#c (or http://b.example).')).toEqual([
    { text: 'See ', url: null },
    { text: 'https://example.org/a?b=1#c', url: 'https://example.org/a?b=1#c' },
    { text: ' (or ', url: null },
    { text: 'http://b.example', url: 'http://b.example' },
    { text: ').', url: null },
  ]);
});

it.each(['', 'No address.', 'javascript:alert(1)', 'https://'])('leaves %o as it is', (text) => {
  expect(linkedText(text)).toEqual(text === '' ? [] : [{ text, url: null }]);
});
