/** A column of a table, as encoders see it. */
export type TableColumn = NumericColumn | CategoricalColumn;

interface NumericColumn {
  readonly kind: 'numeric';
  readonly name: string;
  /** Of the learning part; missing values were set to the mean. */
  readonly mean: number;
  /** Never 0: 1 where all values are the same. */
  readonly deviation: number;
}

interface CategoricalColumn {
  readonly kind: 'categorical';
  readonly name: string;
  /** What the codes stand for. The first, `''`, is missing or never seen in the learning part. */
  readonly categories: readonly string[];
}

/** What stands for nothing in the tables of the world. */
const missing = new Set(['', '?', 'na', 'n/a', 'nan', 'null', 'none']);

export function isMissing(cell: string): boolean {
  return missing.has(cell.trim().toLowerCase());
}

/** More would be names, not classes. */
const mostCategories = 200;

/**
 * What a column holds, by looking at the cells of the learning part: numbers, where all that is not missing is a number;
 * else categories, the most frequent 199 of them (further ones count as missing).
 */
export function describeColumn(name: string, cells: readonly string[]): TableColumn {
  const there = cells.filter((cell) => !isMissing(cell)).map((cell) => cell.trim());
  const numbers = there.map(Number);
  if (there.length > 0 && numbers.every(Number.isFinite)) {
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length;
    return { kind: 'numeric', name, mean, deviation: Math.sqrt(variance) || 1 };
  }
  const counts = new Map<string, number>();
  for (const cell of there) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  const categories = [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, mostCategories - 1)
    .map(([category]) => category);
  return { kind: 'categorical', name, categories: ['', ...categories] };
}

/** A cell as a number of the table: in deviations from the mean, or a category's code. Missing numbers are the mean, 0. */
export function readCell(column: TableColumn, cell: string): number {
  if (column.kind === 'categorical')
    return isMissing(cell) ? 0 : Math.max(0, column.categories.indexOf(cell.trim()));
  if (isMissing(cell)) return 0;
  const value = Number(cell.trim());
  return Number.isFinite(value) ? (value - column.mean) / column.deviation : 0;
}
