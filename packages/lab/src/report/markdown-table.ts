/** A table as Markdown, its columns padded so that it reads as text too. The first column is to the left, others right. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [header, ...rows].map((row) =>
    row.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')),
  );
  const widths = header.map((_, c) => Math.max(3, ...cells.map((row) => row[c]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, c) => (c === 0 ? (row[c] ?? '').padEnd(width) : (row[c] ?? '').padStart(width))).join(' | ')} |`;
  const rule = `| ${widths.map((width, c) => (c === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const [first, ...others] = cells;
  return [line(first ?? []), rule, ...others.map(line)].join('\n');
}
