import { Temporal } from 'temporal-polyfill';
import type { Cadence } from './plan.ts';

/** An issue to come: its day on the subscriber's calendar, and the instant at which it is due. */
export interface DueIssue {
  /** `YYYY-MM-DD` in the cadence's time zone. */
  day: string;
  at: Date;
}

/**
 * The first issue whose day lies behind `after` and that is not due before `now`.
 *
 * Days, not instants, are counted: each day of the cadence has exactly one issue, also where clocks change. An hour that
 * daylight saving skips becomes the one after it; of one that comes twice the first counts; and a day that a zone leaves
 * out altogether (Samoa, 30 December 2011) has none.
 * @param after The day of the last issue; null where there was none.
 */
export function nextIssue(cadence: Cadence, after: string | null, now: Date): DueIssue {
  const { timeZone, hour } = cadence;
  const instant = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  const today = instant.toZonedDateTimeISO(timeZone).toPlainDate();
  let day = after === null ? today : Temporal.PlainDate.from(after).add({ days: 1 });
  if (Temporal.PlainDate.compare(day, today) < 0) day = today;
  // The rarest cadence comes once in 31 days; a due hour that has passed costs one more round.
  for (let looked = 0; looked < 70; looked++, day = day.add({ days: 1 })) {
    if (!isIssueDay(cadence, day)) continue;
    const at = day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from({ hour }) });
    if (!at.toPlainDate().equals(day)) continue;
    if (Temporal.Instant.compare(at.toInstant(), instant) < 0) continue;
    return { day: day.toString(), at: new Date(at.epochMilliseconds) };
  }
  throw new RangeError(`No issue within 70 days of ${day.toString()}: ${JSON.stringify(cadence)}.`);
}

function isIssueDay({ frequency, weekday }: Cadence, day: Temporal.PlainDate): boolean {
  switch (frequency) {
    case 'daily':
      return true;
    case 'weekdays':
      return day.dayOfWeek <= 5;
    case 'weekly':
      return day.dayOfWeek === weekday;
    case 'monthly':
      return day.day === 1;
  }
}

/** The day that an instant falls on in a time zone, as `YYYY-MM-DD`. */
export function dayIn(timeZone: string, instant: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}
