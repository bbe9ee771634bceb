import type { Matrix } from './matrix.ts';

/** Entries are moved in squares of this side, so that both sides of the move stay in the cache. */
const side = 32;

/** Aᵀ: n × m for a matrix of m × n. */
export function transposeMatrix(a: Matrix): Matrix {
  const { rows, columns, data } = a;
  const turned = new Float64Array(data.length);
  for (let top = 0; top < rows; top += side)
    for (let left = 0; left < columns; left += side) {
      const bottom = Math.min(top + side, rows);
      const right = Math.min(left + side, columns);
      for (let j = left; j < right; j++)
        for (let i = top; i < bottom; i++) turned[j * rows + i] = data[i * columns + j] as number;
    }
  return { rows: columns, columns: rows, data: turned };
}
