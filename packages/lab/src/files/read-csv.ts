import { CsvError, parse } from 'csv-parse/sync';
import type { Fault } from '../data/data-set.ts';
import type { RawTable } from '../data/table-data-set.ts';
import { DataError } from './data-folder.ts';

export interface CsvOptions {
  /** What the file is called, in messages. */
  readonly name: string;
  /** The names of the columns, where the file has none in its first line. */
  readonly header?: readonly string[];
  readonly delimiter?: string;
}

/** More than fits is left out, and told. */
const mostRows = 1_000_000;
const mostColumns = 10_000;

interface Row {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/**
 * A CSV file (RFC 4180; spaces around cells, a byte order mark and empty lines do not matter; commas, semicolons or tabs
 * by what the first line has most of). A row of another length than the header costs only itself.
 * @throws DataError where the file is no CSV, has no rows, or is larger than can be held.
 */
export function readCsv(
  text: string,
  options: CsvOptions,
): { readonly table: RawTable; readonly faults: readonly Fault[] } {
  const { name, delimiter = delimiterOf(text) } = options;
  let records: Row[];
  try {
    records = parse(text, {
      bom: true,
      delimiter,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
      info: true,
      max_record_size: 1_000_000,
      // Names stand in a line of their own, or nowhere: one row more.
      to: mostRows + 2,
      // Its types do not know what `info` makes of the rows.
    }) as unknown as Row[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new DataError(
      `${name} is no CSV that can be read: ${error.message}`,
      'Quotes that are opened must be closed.',
    );
  }
  const first = options.header === undefined ? records.shift()?.record : [...options.header];
  if (first === undefined || records.length === 0) throw new DataError(`${name} has no rows.`);
  if (first.length > mostColumns)
    throw new DataError(`${name} has ${first.length} columns; at most ${mostColumns} are read.`);
  const header = first.map((column, i) => (column === '' ? `column ${i + 1}` : column));
  const twice = header.find((column, i) => header.indexOf(column) !== i);
  if (twice !== undefined)
    throw new DataError(`${name} has two columns ${JSON.stringify(twice)}.`, 'Give each a name of its own.');
  const faults: Fault[] = [];
  if (records.length > mostRows) {
    faults.push({ where: name, what: `only the first ${mostRows} rows were read` });
    records.length = mostRows;
  }
  const kept = records.filter(({ record, info }) => {
    if (record.length === header.length) return true;
    faults.push({
      where: `${name}, line ${info.lines}`,
      what: `${record.length} cells instead of ${header.length}`,
    });
    return false;
  });
  if (kept.length === 0) throw new DataError(`${name}: no row has the ${header.length} cells of the header.`);
  return {
    table: { header, rows: kept.map(({ record }) => record), lines: kept.map(({ info }) => info.lines) },
    faults,
  };
}

function delimiterOf(text: string): string {
  const end = text.search(/[\r\n]/);
  const line = end < 0 ? text : text.slice(0, end);
  const [best] = [',', ';', '\t'].toSorted((a, b) => line.split(b).length - line.split(a).length);
  return best as string;
}
