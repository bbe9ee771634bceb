import { addDays } from '@broadsheet/papers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayIn, nextIssue } from './cadence.ts';
import type { Cadence } from './plan.ts';

const daily = (timeZone: string, hour: number): Cadence => ({
  frequency: 'daily',
  weekday: 1,
  hour,
  timeZone,
});

/** Zones with all kinds of clocks: halves and quarters of hours, half-hour summer time, far east and west, none at all. */
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Africa/Casablanca',
  'America/Santiago',
];

/** The issues that somebody gets who looks again right after each, or some hours late. */
function live(cadence: Cadence, from: Date, until: Date, late: () => number) {
  const issues: { day: string; at: Date }[] = [];
  let now = from;
  let last: string | null = null;
  for (;;) {
    const issue = nextIssue(cadence, last, now);
    if (issue.at > until) return issues;
    issues.push(issue);
    last = issue.day;
    now = new Date(issue.at.getTime() + late());
  }
}

describe('the next issue', () => {
  it.each([
    // Clocks go forward at 02:00 on 29 March 2026: the hour comes one later.
    [daily('Europe/Berlin', 2), '2026-03-28T12:00:00Z', '2026-03-29', '2026-03-29T01:00:00.000Z'],
    // They go back at 03:00 on 25 October: of two, the first.
    [daily('Europe/Berlin', 2), '2026-10-24T12:00:00Z', '2026-10-25', '2026-10-25T00:00:00.000Z'],
    [daily('America/New_York', 7), '2026-11-25T11:59:59Z', '2026-11-25', '2026-11-25T12:00:00.000Z'],
    [daily('America/New_York', 7), '2026-11-25T12:00:01Z', '2026-11-26', '2026-11-26T12:00:00.000Z'],
    // Friday evening: the next weekday is Monday.
    [
      { ...daily('UTC', 6), frequency: 'weekdays' },
      '2026-11-27T18:00:00Z',
      '2026-11-30',
      '2026-11-30T06:00:00.000Z',
    ],
    [
      { ...daily('UTC', 6), frequency: 'weekly', weekday: 7 },
      '2026-11-25T00:00:00Z',
      '2026-11-29',
      '2026-11-29T06:00:00.000Z',
    ],
    [
      { ...daily('UTC', 6), frequency: 'monthly' },
      '2026-11-01T06:00:01Z',
      '2026-12-01',
      '2026-12-01T06:00:00.000Z',
    ],
    // Samoa left out 30 December 2011.
    [daily('Pacific/Apia', 7), '2011-12-29T18:00:00Z', '2011-12-31', '2011-12-30T17:00:00.000Z'],
  ] as [Cadence, string, string, string][])('%o after %s', (cadence, now, day, at) => {
    const issue = nextIssue(cadence, null, new Date(now));
    expect({ day: issue.day, at: issue.at.toISOString() }).toEqual({ day, at });
  });

  it('never comes twice on a day', () => {
    expect(nextIssue(daily('UTC', 23), '2026-11-25', new Date('2026-11-25T07:00:00Z')).day).toBe(
      '2026-11-26',
    );
  });

  it('comes on every day exactly once, whatever the clocks do', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 365 }),
        (timeZone, hour, offset) => {
          const from = new Date(Date.UTC(2026, 0, 1 + offset));
          const until = new Date(from.getTime() + 200 * 86_400_000);
          const days = live(daily(timeZone, hour), from, until, () => 0).map(({ day }) => day);
          expect(days).toEqual(days.map((_, index) => addDays(days[0] ?? '', index)));
          expect(days.length).toBeGreaterThanOrEqual(199);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps its days and its hour when it is looked at late', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        fc.constantFrom('daily' as const, 'weekdays' as const, 'weekly' as const, 'monthly' as const),
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.integer({ min: 0, max: 23 * 3_600_000 }), { minLength: 1, maxLength: 20 }),
        (timeZone, hour, frequency, weekday, delays) => {
          let turn = 0;
          const cadence = { frequency, weekday, hour, timeZone };
          const issues = live(
            cadence,
            new Date('2026-02-01T00:00:00Z'),
            new Date('2026-12-01T00:00:00Z'),
            () => delays[turn++ % delays.length] ?? 0,
          );
          const days = issues.map(({ day }) => day);
          expect(new Set(days).size).toBe(days.length);
          expect(days.toSorted()).toEqual(days);
          for (const { day, at } of issues) expect(dayIn(timeZone, at)).toBe(day);
        },
      ),
      { numRuns: 60 },
    );
  });
});
