/** The wall clock of New York, on which arXiv's and the daily lists' days are kept. */
const zone = 'America/New_York';
/** Made at its first use: it takes longer than all else that this package does at its start. */
let clock: Intl.DateTimeFormat | undefined;

/** What the clock in New York shows: the day as `YYYY-MM-DD` and the minutes since its midnight. */
export function newYorkClock(instant: Date): { day: string; minutes: number } {
  clock ??= new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const parts = new Map(clock.formatToParts(instant).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? '';
  return {
    day: `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`,
    minutes: Number(part('hour')) * 60 + Number(part('minute')),
  };
}

/** The instant at which New York's clock shows this day and time. Not for the hour that daylight saving skips. */
export function newYorkInstant(day: string, hour: number, minute: number): Date {
  const wanted = Date.parse(`${day}T00:00:00Z`) + (hour * 60 + minute) * 60_000;
  // New York is 4 or 5 hours behind; the one for which the clock agrees is right.
  for (const behind of [4, 5]) {
    const instant = new Date(wanted + behind * 3_600_000);
    const shown = newYorkClock(instant);
    if (shown.day === day && shown.minutes === hour * 60 + minute) return instant;
  }
  return new Date(wanted + 5 * 3_600_000);
}
