import { fields, parsePublished } from '@broadsheet/papers';

/**
 * A date of Crossref, `{ "date-parts": [[2026, 4, 27]] }`, of which the day, or day and month, may be missing; as precise
 * as it is. null where it is none: `[[null]]` is how Crossref writes that.
 */
function readPartialDate(value: unknown) {
  const parts = fields.isRow(value) ? value['date-parts'] : undefined;
  const [first] = Array.isArray(parts) ? (parts as unknown[]) : [];
  if (!Array.isArray(first) || first.length === 0) return null;
  const numbers = first.slice(0, 3);
  if (!numbers.every((part): part is number => Number.isInteger(part))) return null;
  const [year, ...rest] = numbers;
  return parsePublished(
    [String(year).padStart(4, '0'), ...rest.map((part) => String(part).padStart(2, '0'))].join('-'),
  );
}

const fineness = { time: 4, day: 3, 'listed-day': 2, month: 1, year: 0 };

/**
 * When a work was published first: of what the publisher said the finest date, and of equally fine ones the earliest.
 * `published` and `issued` are Crossref's own earliest of the others, cut to what they have in common.
 */
export function firstPublished(row: fields.Row) {
  const dates = ['published-online', 'published-print', 'posted', 'published', 'issued'].flatMap(
    (field) => readPartialDate(row[field]) ?? [],
  );
  return (
    dates.sort((a, b) => fineness[b.precision] - fineness[a.precision] || (a.value < b.value ? -1 : 1))[0] ??
    null
  );
}
