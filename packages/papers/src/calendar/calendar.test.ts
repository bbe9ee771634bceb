import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  announcedAt,
  announcementDay,
  announcementDayOfListing,
  categoryName,
  currentDay,
  finalAt,
  isAnnouncementDay,
  isDay,
  nextAnnouncementDay,
  parseMonth,
  parseWeek,
  previousAnnouncementDay,
  weekOf,
} from './index.ts';

const day = fc.integer({ min: 0, max: 60_000 }).map((days) => addDays('1991-08-14', days % 40_000));

describe('announcement days', () => {
  it.each([
    // New York is 4 hours behind in summer, 5 in winter.
    ['2026-03-10T17:59:00Z', '2026-03-10'], // Tuesday 13:59
    ['2026-03-10T18:00:00Z', '2026-03-11'], // Tuesday 14:00
    ['2026-03-12T18:30:00Z', '2026-03-15'], // Thursday after the cut-off: Sunday
    ['2026-03-13T17:00:00Z', '2026-03-15'], // Friday before: Sunday
    ['2026-03-13T18:00:00Z', '2026-03-16'], // Friday after: Monday
    ['2026-03-14T12:00:00Z', '2026-03-16'], // Saturday: Monday
    ['2026-03-15T12:00:00Z', '2026-03-16'], // Sunday: Monday
    ['2026-01-19T15:00:00Z', '2026-01-20'], // holiday
    ['2026-01-14T18:59:00Z', '2026-01-14'], // winter: 13:59
    ['2026-11-26T12:00:00Z', '2026-11-29'], // Thanksgiving (Thursday): Sunday
  ])('submitted %s, announced %s', (at, expected) => expect(announcementDay(new Date(at))).toBe(expected));

  it('knows what a listing’s date means', () => {
    expect(announcementDayOfListing('2026-03-13')).toBe('2026-03-12'); // Friday's listing: Thursday evening
    expect(announcementDayOfListing('2026-03-16')).toBe('2026-03-15'); // Monday's: Sunday evening
  });

  it('announces at eight in the evening, summer and winter', () => {
    expect(announcedAt('2026-07-01').toISOString()).toBe('2026-07-02T00:00:00.000Z');
    expect(announcedAt('2026-01-14').toISOString()).toBe('2026-01-15T01:00:00.000Z');
    expect(finalAt('2026-03-08').toISOString()).toBe('2026-03-09T00:40:00.000Z'); // the day the clock changes
    expect(currentDay(new Date('2026-01-15T04:59:00Z'))).toBe('2026-01-14');
  });

  it('holds for every day', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 86_399 }), (date, second) => {
        const submitted = new Date(Date.parse(`${date}T00:00:00Z`) + second * 1000);
        const announced = announcementDay(submitted);
        expect(isAnnouncementDay(announced)).toBe(true);
        expect(announcedAt(announced).getTime()).toBeGreaterThan(submitted.getTime());
        expect(announced <= addDays(date, 8)).toBe(true);
        expect(currentDay(announcedAt(announced))).toBe(announced);
        expect(previousAnnouncementDay(nextAnnouncementDay(announced))).toBe(announced);
      }),
    );
  });
});

describe('periods', () => {
  it('reads weeks and months, and refuses those that are none', () => {
    expect(parseWeek('2026-W01')).toEqual({ name: '2026-W01', from: '2025-12-29', to: '2026-01-04' });
    expect(parseWeek('2026-W53')).toEqual({ name: '2026-W53', from: '2026-12-28', to: '2027-01-03' });
    expect(parseMonth('2024-02')).toEqual({ name: '2024-02', from: '2024-02-01', to: '2024-02-29' });
    for (const week of ['2026-W54', '2026-W00', '2025-W53', '2026-11', ''])
      expect(parseWeek(week)).toBeNull();
    for (const month of ['2026-13', '2026-1', 'x']) expect(parseMonth(month)).toBeNull();
    expect(isDay('2026-02-30')).toBe(false);
    fc.assert(
      fc.property(day, (date) => {
        expect(parseWeek(weekOf(date).name)).toEqual(weekOf(date));
      }),
    );
  });
});

it('names categories', () => {
  expect(categoryName('cs.LG')).toBe('Machine Learning');
  expect(categoryName('hep-th')).toBe('High Energy Physics - Theory');
  expect(categoryName('nonsense')).toBeNull();
});
