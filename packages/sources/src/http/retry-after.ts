const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The three forms of RFC 9110, 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`, the form of RFC 850, and that of asctime. */
const forms = [
  /^[A-Z][a-z]{2}, (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) GMT$/,
  /^[A-Z][a-z]{5,8}, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) GMT$/,
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) (?<year>\d{4})$/,
];

/**
 * Reads a date of HTTP's headers, strictly. null for everything else.
 * @param now For years of two digits: never more than 50 years ahead.
 */
export function parseHttpDate(text: string, now: Date): Date | null {
  for (const form of forms) {
    const parts = form.exec(text)?.groups;
    if (parts === undefined) continue;
    const month = months.indexOf(parts['month'] ?? '');
    const [day, hour, minute, second] = ['day', 'hour', 'minute', 'second'].map((name) =>
      Number(parts[name]),
    ) as [number, number, number, number];
    let year = Number(parts['year']);
    if (parts['year']?.length === 2) {
      year += Math.floor(now.getUTCFullYear() / 100) * 100;
      if (year > now.getUTCFullYear() + 50) year -= 100;
    }
    // 60 is a leap second.
    if (month < 0 || hour > 23 || minute > 59 || second > 60) return null;
    const date = new Date(0);
    date.setUTCFullYear(year, month, day);
    if (date.getUTCMonth() !== month || date.getUTCDate() !== day) return null;
    date.setUTCHours(hour, minute, second);
    return date;
  }
  return null;
}

/** No service means more than a year. */
const longest = 366 * 86_400_000;

/**
 * How long a service asks to be left alone, in milliseconds from now; null where it does not say.
 *
 * `Retry-After` holds seconds or a date (RFC 9110, 10.2.3); a date is compared with the answer's own `Date`, so that
 * clocks which disagree do not matter. Without it, a spent `X-RateLimit-Remaining` with its `X-RateLimit-Reset`, which
 * is an instant in Unix seconds at GitHub, and seconds from now at OpenAlex.
 * @param headers Names in lower case.
 */
export function retryAfter(headers: ReadonlyMap<string, string>, now: Date): number | null {
  const asked = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(asked)) return Math.min(Number(asked) * 1000, longest);
  const theirs = parseHttpDate(headers.get('date')?.trim() ?? '', now) ?? now;
  const until = parseHttpDate(asked, now);
  if (until !== null) return clamp(until.getTime() - theirs.getTime());
  const reset = headers.get('x-ratelimit-reset')?.trim() ?? '';
  if (Number(headers.get('x-ratelimit-remaining') ?? 'NaN') > 0 || !headers.has('x-ratelimit-remaining'))
    return null;
  if (!/^\d+(\.\d+)?$/.test(reset)) return null;
  const seconds = Number(reset);
  return clamp(seconds > 1e9 ? seconds * 1000 - theirs.getTime() : seconds * 1000);
}

function clamp(milliseconds: number): number {
  return Math.min(Math.max(milliseconds, 0), longest);
}
