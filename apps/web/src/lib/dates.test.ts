import { expect, it } from 'vitest';
import { newYorkMoment, span } from './dates.ts';

it.each([
  [-5, 'a moment'],
  [59_000, 'a moment'],
  [60_000, '1 minute'],
  [89 * 60_000, '89 minutes'],
  [90 * 60_000, '2 hours'],
  [35 * 3_600_000, '35 hours'],
  [36 * 3_600_000, '2 days'],
  [400 * 86_400_000, '400 days'],
])('%i milliseconds are %s', (milliseconds, words) => expect(span(milliseconds)).toBe(words));

it('tells an instant by the clock of New York, with its day where that is another', () => {
  const at = new Date('2026-08-21T02:35:00Z');
  expect(newYorkMoment(at, new Date('2026-08-21T03:00:00Z'))).toBe('22:35 New York');
  expect(newYorkMoment(at, new Date('2026-08-21T05:00:00Z'))).toBe('Aug 20, 2026, 22:35 New York');
});
