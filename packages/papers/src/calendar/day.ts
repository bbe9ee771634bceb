/** Calendar days as `YYYY-MM-DD`: they sort as text, have no time zone, and cannot be mistaken for instants. */
const millisecondsPerDay = 86_400_000;

/** Whether the text is a day of the calendar between 1900 and 2200 (2026-02-30 is not). */
export function isDay(text: string): boolean {
  if (!/^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * millisecondsPerDay).toISOString().slice(0, 10);
}

/** 0 = Sunday … 6 = Saturday. */
export function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/** A stretch of days with its name, as views and addresses use it. */
export interface Period {
  /** `2026-W11` or `2026-03`. */
  name: string;
  from: string;
  to: string;
}

/** The ISO 8601 week of a day: Monday to Sunday, named after the year of its Thursday. */
export function weekOf(day: string): Period {
  const monday = addDays(day, -((weekday(day) + 6) % 7));
  const thursday = addDays(monday, 3);
  const year = thursday.slice(0, 4);
  const number =
    Math.floor((Date.parse(thursday) - Date.parse(`${year}-01-01`)) / millisecondsPerDay / 7) + 1;
  return { name: `${year}-W${String(number).padStart(2, '0')}`, from: monday, to: addDays(monday, 6) };
}

/** Reads `YYYY-Www`; null where there is no such week (2026-W54). */
export function parseWeek(name: string): Period | null {
  const [, year, week] = /^((?:19|20|21)\d{2})-W(\d{2})$/.exec(name) ?? [];
  if (year === undefined || week === undefined) return null;
  // January 4th is always in week 1.
  const found = weekOf(addDays(`${year}-01-04`, (Number(week) - 1) * 7));
  return found.name === name ? found : null;
}

export function monthOf(day: string): Period {
  const name = day.slice(0, 7);
  const from = `${name}-01`;
  return { name, from, to: addDays(`${addDays(from, 31).slice(0, 7)}-01`, -1) };
}

/** Reads `YYYY-MM`; null where there is no such month. */
export function parseMonth(name: string): Period | null {
  return /^\d{4}-\d{2}$/.test(name) && isDay(`${name}-01`) ? monthOf(`${name}-01`) : null;
}
