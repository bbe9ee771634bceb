import type { PublishedDate } from '../record/source-record.ts';

/**
 * Reads a date as sources write it: an ISO instant or day, `YYYY-MM`, `YYYY`, `YYYY/MM/DD`, or RFC 2822 (`Tue, 19 Jan
 * 2016 04:10:52 GMT`). null where the text is none of these, or no date of the calendar.
 */
export function parsePublished(text: string): PublishedDate | null {
  const trimmed = text.trim().slice(0, 80);
  const [, year, month, day] = /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?\/*$/.exec(trimmed) ?? [];
  if (year !== undefined) return fromParts(year, month, day);
  if (!/^\d{4}-\d{2}-\d{2}T|^(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} /.test(trimmed)) return null;
  const instant = new Date(/[zZ]|[+-]\d{2}:?\d{2}$|[A-Z]{3}$/.test(trimmed) ? trimmed : `${trimmed}Z`);
  const time = instant.getTime();
  return Number.isNaN(time) || instant.getUTCFullYear() < 1600 || instant.getUTCFullYear() > 9998
    ? null
    : { value: instant.toISOString(), precision: 'time' };
}

function fromParts(year: string, month?: string, day?: string): PublishedDate | null {
  if (Number(year) < 1600 || year === '9999') return null;
  if (month === undefined) return { value: year, precision: 'year' };
  const m = month.padStart(2, '0');
  if (m < '01' || m > '12') return null;
  if (day === undefined) return { value: `${year}-${m}`, precision: 'month' };
  const value = `${year}-${m}-${day.padStart(2, '0')}`;
  const date = new Date(`${value}T00:00:00Z`);
  const real = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
  return real ? { value, precision: 'day' } : null;
}
