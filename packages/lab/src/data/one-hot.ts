import type { TableInputs } from './data-set.ts';
import { oneHotWidth } from './table-columns.ts';

/** Rows of numbers alone: each category becomes as many as its column has, all 0 but one. → [n, oneHotWidth(columns)] */
export function oneHot({ columns, values }: TableInputs): Float32Array<ArrayBuffer> {
  const n = columns.length === 0 ? 0 : values.length / columns.length;
  const width = oneHotWidth(columns);
  const rows = new Float32Array(n * width);
  for (let i = 0; i < n; i++) {
    let at = i * width;
    columns.forEach((column, c) => {
      const value = values[i * columns.length + c] as number;
      if (column.kind === 'numeric') rows[at++] = value;
      else {
        rows[at + value] = 1;
        at += column.categories.length;
      }
    });
  }
  return rows;
}
