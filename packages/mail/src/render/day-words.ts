/** A day `YYYY-MM-DD` as the site's pages write it: `Tuesday, March 3, 2026`. What is no day stays as it is. */
export function dayInWords(day: string): string {
  withYear ??= new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeZone: 'UTC' });
  return inWords(day, withYear);
}

/** `Tuesday, March 3`, where the year goes without saying. */
export function dayOfYear(day: string): string {
  withoutYear ??= new Intl.DateTimeFormat('en-US', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  return inWords(day, withoutYear);
}

/** `Tuesday, March 3, 2026, 14:05 (Europe/Berlin)`. */
export function momentInWords(moment: Date, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeZone }).format(moment);
  const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone }).format(moment);
  return `${day}, ${clock} (${zoneInWords(timeZone)})`;
}

/** `America/New York`. */
export const zoneInWords = (timeZone: string): string => timeZone.replaceAll('_', ' ');

/** Made at their first use, which takes longer than the rest of this package's start. */
let withYear: Intl.DateTimeFormat | undefined;
let withoutYear: Intl.DateTimeFormat | undefined;

function inWords(day: string, format: Intl.DateTimeFormat): string {
  const noon = Date.parse(`${day}T12:00:00Z`);
  return Number.isNaN(noon) ? day : format.format(noon);
}
