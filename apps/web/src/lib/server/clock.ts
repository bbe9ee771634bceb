/** The time by which pages are made. `BROADSHEET_NOW` (ISO 8601) stops the clock, for tests and screenshots. */
export function now(): Date {
  const stopped = process.env['BROADSHEET_NOW'];
  const instant = stopped ? new Date(stopped) : new Date();
  if (Number.isNaN(instant.getTime())) throw new RangeError(`BROADSHEET_NOW is not an instant: ${stopped}`);
  return instant;
}
