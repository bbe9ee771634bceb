/**
 * The first instant after `after` at which the clock of UTC shows this time.
 * @param hour 0–23. @param minute 0–59.
 */
export function nextDailyRun(after: Date, hour: number, minute: number): Date {
  const run = new Date(after);
  run.setUTCHours(hour, minute, 0, 0);
  if (run <= after) run.setUTCDate(run.getUTCDate() + 1);
  return run;
}
