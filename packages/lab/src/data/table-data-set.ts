import { chooseInputs, heldOutPlaces } from './choose-inputs.ts';
import type { DataSet, Fault, Part, TableInputs } from './data-set.ts';
import { describeColumn, isMissing, readCell, type TableColumn } from './table-columns.ts';

/** A table as it was read: cells as text. */
export interface RawTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The line of each row in its file, which counts from 1. */
  readonly lines: readonly number[];
}

export interface TableOptions {
  readonly name: string;
  readonly licence: string;
  readonly origin: string;
  readonly checksum: string;
  /** The column that is to be foretold; without one, nothing is. */
  readonly label?: string;
  /** Columns that are left out, such as the name of a row. */
  readonly leaveOut?: readonly string[];
  /** Columns as an encoder knows them, found by their names; by looking unless given. */
  readonly columns?: readonly TableColumn[];
  /** Rows to test with; without them a fifth is held out, where there is something to foretell. */
  readonly test?: RawTable;
  readonly faults?: readonly Fault[];
}

/** Labels with more different values than this, all of them numbers, are targets. */
const mostNumericClasses = 20;

/**
 * A table of numbers and categories as a data set. What is a number is found by looking at the learning part alone, and so
 * are means and deviations. A label column is classes, or numbers to be foretold where it has more than 20 different ones.
 * Rows without a label are left out and told.
 * @throws RangeError where a column does not exist; the message lists those that do.
 */
export function tableDataSet(raw: RawTable, options: TableOptions): DataSet<TableInputs> {
  const { label, leaveOut = [], test, name } = options;
  for (const wanted of [...(label === undefined ? [] : [label]), ...leaveOut])
    if (!raw.header.includes(wanted))
      throw new RangeError(`${name} has no column ${JSON.stringify(wanted)}. It has: ${raw.header.join(', ')}.`);
  const faults = [...(options.faults ?? [])];
  const at = label === undefined ? -1 : raw.header.indexOf(label);
  const labelled = (table: RawTable): RawTable => {
    if (at < 0) return table;
    const kept = table.rows.flatMap((row, i) => (isMissing(row[at] ?? '') ? [] : [i]));
    table.rows.forEach((row, i) => {
      if (isMissing(row[at] ?? '')) faults.push({ where: `${name}, line ${table.lines[i]}`, what: `no ${label}` });
    });
    return rowsOf(table, kept);
  };
  const all = labelled(raw);
  const [learning, held] = test === undefined ? parted(all, at >= 0) : [all, labelled(test)];
  if (learning.rows.length === 0) throw new RangeError(`${name} has no rows to learn from.`);
  const found = raw.header.flatMap((column, i) => (i === at || leaveOut.includes(column) ? [] : [i]));
  const columns =
    options.columns ??
    numbersFirst(
      found.map((i) =>
        describeColumn(
          raw.header[i] as string,
          learning.rows.map((row) => row[i] ?? ''),
        ),
      ),
    );
  if (columns.length === 0) throw new RangeError(`${name} has no columns to learn from.`);
  const used = columns.map((column) => raw.header.indexOf(column.name));
  const lacking = columns.find((_, c) => (used[c] as number) < 0);
  if (lacking !== undefined)
    throw new RangeError(`${name} has no column ${JSON.stringify(lacking.name)}, which the encoder reads.`);
  const answers = at < 0 ? null : answersOf(learning, at);
  const part = (table: RawTable): Part<TableInputs> => {
    const values = new Float32Array(table.rows.length * columns.length);
    table.rows.forEach((row, r) =>
      columns.forEach((column, c) => (values[r * columns.length + c] = readCell(column, row[used[c] as number] ?? ''))),
    );
    return {
      n: table.rows.length,
      inputs: { kind: 'table', columns, values },
      names: table.lines.map((line) => `line ${line}`),
      ...(answers === null ? {} : answers.read(table)),
    };
  };
  return {
    name,
    kind: 'table',
    licence: options.licence,
    origin: options.origin,
    checksum: options.checksum,
    classes: answers?.classes ?? [],
    ...(answers !== null && answers.classes.length === 0 && label !== undefined ? { target: label } : {}),
    train: part(learning),
    test: answers === null ? part(held) : known(part(held), name, faults),
    faults,
  };
}

/** As encoders want them. */
function numbersFirst(columns: readonly TableColumn[]): TableColumn[] {
  return [
    ...columns.filter(({ kind }) => kind === 'numeric'),
    ...columns.filter(({ kind }) => kind === 'categorical'),
  ];
}

/** Rows to test with whose class nobody has learnt are left out. */
function known(part: Part<TableInputs>, name: string, faults: Fault[]): Part<TableInputs> {
  if (part.labels === undefined) return part;
  const kept: number[] = [];
  part.labels.forEach((label, i) => {
    if (label >= 0) kept.push(i);
    else
      faults.push({ where: `${name}, ${part.names?.[i] ?? ''}`, what: 'its class is not among those to learn from' });
  });
  return kept.length === part.n ? part : chooseInputs(part, kept);
}

function rowsOf(table: RawTable, places: ArrayLike<number>): RawTable {
  const at = Array.from(places);
  return {
    header: table.header,
    rows: at.map((i) => table.rows[i] as readonly string[]),
    lines: at.map((i) => table.lines[i] as number),
  };
}

/** A fifth held out where there is something to test with. */
function parted(table: RawTable, tests: boolean): [RawTable, RawTable] {
  const { train, test } = heldOutPlaces(table.rows.length, tests ? 0.2 : 0);
  return [rowsOf(table, train), rowsOf(table, test)];
}

interface Answers {
  readonly classes: readonly string[];
  read(table: RawTable): Pick<Part, 'labels' | 'targets'>;
}

function answersOf(learning: RawTable, at: number): Answers {
  const cells = learning.rows.map((row) => (row[at] ?? '').trim());
  const different = [...new Set(cells)];
  if (different.length > mostNumericClasses && different.every((cell) => Number.isFinite(Number(cell))))
    return {
      classes: [],
      read: (table) => ({ targets: Float32Array.from(table.rows, (row) => Number((row[at] ?? '').trim())) }),
    };
  const classes = different.sort((a, b) => (a < b ? -1 : 1));
  return {
    classes,
    read: (table) => ({ labels: Int32Array.from(table.rows, (row) => classes.indexOf((row[at] ?? '').trim())) }),
  };
}
