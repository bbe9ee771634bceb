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

const instant = (day: string) => new Date(`${day}T00:00:00Z`);

/** `Tuesday, March 10, 2026`. */
export const longDay = (day: string): string => long.format(instant(day));
/** `March 2026`, from `2026-03` or a day in it. */
export const monthName = (day: string): string => month.format(instant(`${day.slice(0, 7)}-01`));
/** `20:40`, in New York. */
export const newYorkTime = (at: Date): string => clock.format(at);

/** As much of a date as is known: `Mar 10, 2026`, `March 2026` or `2026`. */
export function knownDate(date: string): string {
  if (date.length === 4) return date;
  return date.length === 7 ? monthName(`${date}-01`) : short.format(instant(date));
}
