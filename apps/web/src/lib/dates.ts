/** Days as people read them. Days have no time zone, so they are formatted as UTC. */
const long = new Intl.DateTimeFormat('en', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});
const short = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const month = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'America/New_York',
});

const moment = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone: 'America/New_York' });

const instant = (day: string) => new Date(`${day}T00:00:00Z`);

/** `Tuesday, March 10, 2026`. */
export const longDay = (day: string): string => long.format(instant(day));
/** `March 2026`, from `2026-03` or a day in it. */
export const monthName = (day: string): string => month.format(instant(`${day.slice(0, 7)}-01`));
/** `20:40`, in New York. */
export const newYorkTime = (at: Date): string => clock.format(at);

/** `18:05 New York`, with the day before it where that is not the day of `now`: `Mar 10, 2026, 18:05 New York`. */
export function newYorkMoment(at: Date, now: Date): string {
  const day = moment.format(at);
  return `${day === moment.format(now) ? '' : `${short.format(instant(day))}, `}${newYorkTime(at)} New York`;
}

const units = [
  ['day', 86_400_000, 2],
  ['hour', 3_600_000, 2],
  ['minute', 60_000, 1],
] as const;

/** How long, in words: `12 minutes`, `3 hours`, `2 days`; `a moment` for less than a minute. Never negative. */
export function span(milliseconds: number): string {
  for (const [unit, length, least] of units) {
    const count = Math.round(milliseconds / length);
    if (count >= least && milliseconds >= length) return `${count} ${unit}${count === 1 ? '' : 's'}`;
  }
  return 'a moment';
}

/** As much of a date as is known: `Mar 10, 2026`, `March 2026` or `2026`. */
export function knownDate(date: string): string {
  if (date.length === 4) return date;
  return date.length === 7 ? monthName(`${date}-01`) : short.format(instant(date));
}
