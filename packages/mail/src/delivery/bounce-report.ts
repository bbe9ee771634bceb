/** Fields of a report's machine-readable part (RFC 3464, 2.1; RFC 5965, 3): groups of headers, an empty line between two. */
export type ReportFields = ReadonlyMap<string, string>;

/** So many groups are read, and so much of each value: a report about one mail has two groups, and nobody needs more. */
const mostGroups = 20;
const longestValue = 1_000;

/** Reads the groups. Lines that are no header, and what is too much, are left out. */
export function readReportFields(text: string): ReportFields[] {
  const groups: Map<string, string>[] = [];
  let group: Map<string, string> | null = null;
  let last: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') {
      group = last = null;
      if (groups.length >= mostGroups) break;
      continue;
    }
    if (/^[ \t]/.test(line)) {
      if (group !== null && last !== null)
        group.set(last, `${group.get(last) ?? ''} ${line.trim()}`.slice(0, longestValue));
      continue;
    }
    const colon = line.indexOf(':');
    last = colon > 0 && colon <= 60 ? line.slice(0, colon).trim().toLowerCase() : null;
    if (last === null) continue;
    if (group === null) groups.push((group = new Map()));
    // The first counts: a second one is a mistake, or an attempt to be read differently by others.
    if (group.has(last)) last = null;
    else
      group.set(
        last,
        line
          .slice(colon + 1)
          .trim()
          .slice(0, longestValue),
      );
  }
  return groups;
}
