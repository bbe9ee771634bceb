import { searchMeasures, type Interval, type SearchJudgement } from '@broadsheet/judge';

const shownFaults = 5;

/** A judgement in lines for people: what was asked, a table of systems, differences, what was left out. */
export function evalTables(judged: SearchJudgement): string[] {
  const { collection, documents, queries, allQueries, encoder, seed, systems, differences } = judged;
  const count = (value: number) => value.toLocaleString('en');
  const asked = queries === allQueries ? count(queries) : `${count(queries)} of ${count(allQueries)}`;
  const rows = [
    ...systems.map(({ name, measures }) => [
      name,
      ...searchMeasures.map((measure) => withBounds(measures[measure])),
    ]),
    ...differences.map(({ of, to, measures }) => [
      `${of} − ${to}`,
      ...searchMeasures.map((measure) => withBounds(measures[measure], true)),
    ]),
  ];
  return [
    `${collection}: ${count(documents)} documents, ${asked} queries. Encoder: ${encoder?.name ?? 'none'}. Seed ${seed}.`,
    '',
    ...aligned([['', ...searchMeasures], ...rows]),
    '',
    'Means over queries, with 95 % intervals by bootstrap; of differences paired.',
    ...leftOut(judged),
  ];
}

function leftOut({ faults, leftOut: documents }: SearchJudgement): string[] {
  const lines = [
    ...faults.map(({ file, line, reason }) => `${file}${line === null ? '' : `, line ${line}`}: ${reason}`),
    ...documents.map(({ id, reason }) => `document ${JSON.stringify(id)}: ${reason}`),
  ];
  if (lines.length === 0) return [];
  const more = lines.length - shownFaults;
  return [
    '',
    'Left out:',
    ...lines.slice(0, shownFaults).map((line) => `  ${line}`),
    ...(more > 0 ? [`  and ${more} more: --json names all`] : []),
  ];
}

/** `0.373 [0.339, 0.407]`; a difference has its sign. */
function withBounds({ mean, low, high }: Interval, signed = false): string {
  const figure = (value: number) =>
    `${signed ? (value < 0 ? '−' : '+') : ''}${(signed ? Math.abs(value) : value).toFixed(3)}`;
  return `${figure(mean)} [${figure(low)}, ${figure(high)}]`;
}

/** The first column to the left, the others to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
