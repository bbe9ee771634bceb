import { expect, it } from 'vitest';
import { unfinishedWords } from './day-words.ts';

const finalAt = new Date('2026-08-21T00:40:00Z');

it.each([
  [
    { state: 'partial', count: 37, usual: 60, finalAt },
    '37 papers so far of about 60, final at 20:40 New York.',
  ],
  [{ state: 'partial', count: 1, usual: null, finalAt }, '1 paper so far, final at 20:40 New York.'],
  [{ state: 'partial', count: 1234, usual: 60, finalAt: null }, '1,234 papers so far.'],
  [
    { state: 'late', count: 37, usual: 60, finalAt },
    '37 papers so far of about 60. This day was due at 20:40 New York; not all sources have told everything yet.',
  ],
  [{ state: 'complete', count: 60, usual: 60, finalAt }, null],
  [{ state: 'upcoming', count: 0, usual: 60, finalAt }, null],
  [{ state: 'no-announcement', count: 0, usual: 60, finalAt: null }, null],
] as const)('%o', (day, words) => expect(unfinishedWords(day)).toBe(words));
