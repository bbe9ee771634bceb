import { addDays, weekday } from './day.ts';

/**
 * Evenings on which arXiv announces nothing although the weekday would allow it. For 2026 these are the dates that
 * arXiv published; for other years they follow from the same holidays' rules and may differ by a day or two around
 * the turn of the year.
 */
const published: Record<string, Record<string, string>> = {
  2026: {
    '2026-01-01': 'New Year’s Day',
    '2026-01-19': 'Martin Luther King Jr. Day',
    '2026-06-19': 'Juneteenth',
    '2026-07-03': 'Independence Day (observed)',
    '2026-09-07': 'Labor Day',
    '2026-11-26': 'Thanksgiving',
    '2026-12-25': 'Christmas Day',
    '2026-12-29': 'the year-end break',
    '2026-12-31': 'New Year’s Eve',
  },
};

/** The holiday's name, or null on an ordinary day. */
export function holiday(day: string): string | null {
  const year = day.slice(0, 4);
  return (published[year] ?? byRule(Number(year)))[day] ?? null;
}

function byRule(year: number): Record<string, string> {
  return {
    [`${year}-01-01`]: 'New Year’s Day',
    [nth(year, 1, 1, 3)]: 'Martin Luther King Jr. Day',
    [observed(`${year}-06-19`)]: 'Juneteenth',
    [observed(`${year}-07-04`)]: 'Independence Day',
    [nth(year, 9, 1, 1)]: 'Labor Day',
    [nth(year, 11, 4, 4)]: 'Thanksgiving',
    [`${year}-12-25`]: 'Christmas Day',
    [`${year}-12-31`]: 'New Year’s Eve',
  };
}

/** The n-th given weekday of a month. */
function nth(year: number, month: number, day: number, n: number): string {
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  return addDays(first, ((day - weekday(first) + 7) % 7) + (n - 1) * 7);
}

/** A holiday on Saturday is kept on Friday, one on Sunday on Monday. */
function observed(day: string): string {
  return weekday(day) === 6 ? addDays(day, -1) : weekday(day) === 0 ? addDays(day, 1) : day;
}
