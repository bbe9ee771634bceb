import type { Matrix } from './matrix.ts';

/** As people write it: `2 × 3`. */
export function showSize(matrix: Matrix): string {
  return `${matrix.rows} × ${matrix.columns}`;
}
