import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { count, Day, flag, Month, Week, words } from './parameters.ts';

describe('parameters', () => {
  it('reads whole numbers between their bounds and nothing else', () => {
    const limit = count(1, 100, 50);
    expect(limit.parse(undefined)).toBe(50);
    expect(limit.parse('100')).toBe(100);
    for (const wrong of ['0', '101', '-1', '1.5', '1e1', ' 1', '٣', 'ten', '9'.repeat(40)]) {
      expect(limit.safeParse(wrong).error?.issues[0]?.message, wrong).toBe(
        'Give a whole number from 1 to 100.',
      );
    }
  });

  it('never lets a number out of bounds through', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const result = count(1, 100, 50).safeParse(text);
        return !result.success || (Number.isInteger(result.data) && result.data >= 1 && result.data <= 100);
      }),
    );
  });

  it('reads days, weeks and months of the calendar', () => {
    expect(Day.safeParse('2024-02-29').success).toBe(true);
    expect(Day.safeParse('2026-02-29').success).toBe(false);
    expect(Week.safeParse('2026-W53').success).toBe(true);
    expect(Week.safeParse('2025-W53').success).toBe(false);
    expect(Month.safeParse('2026-13').success).toBe(false);
  });

  it('reads flags and text', () => {
    expect([flag(true).parse(undefined), flag(true).parse('0'), flag(false).parse('true')]).toEqual([
      true,
      false,
      true,
    ]);
    expect(words(5).parse(' abc ')).toBe('abc');
    expect(words(5).safeParse('abcdef').error?.issues[0]?.message).toBe('Give at most 5 characters.');
    expect(words(5).safeParse(undefined).error?.issues[0]?.message).toBe('This parameter is needed.');
  });
});
