/**
 * A dense matrix of float64 in row-major order: entry (i, j) is `data[i * columns + j]`. Plain data, so it passes through
 * `postMessage`. No function of this room changes its arguments.
 */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** A matrix of zeros. @throws RangeError where a size is negative or not whole. */
export function zeroMatrix(rows: number, columns: number): Matrix {
  checkSize('zeroMatrix', rows, columns);
  return { rows, columns, data: new Float64Array(rows * columns) };
}

/** Ones on the diagonal. @throws RangeError where the order is negative or not whole. */
export function identityMatrix(order: number): Matrix {
  const matrix = zeroMatrix(order, order);
  for (let i = 0; i < order; i++) matrix.data[i * order + i] = 1;
  return matrix;
}

/**
 * From numbers in row-major order, such as the float32 elements of a tensor; they are copied.
 * @throws RangeError where there are not rows × columns of them.
 */
export function matrixFromData(rows: number, columns: number, data: ArrayLike<number>): Matrix {
  checkSize('matrixFromData', rows, columns);
  if (data.length !== rows * columns)
    throw new RangeError(
      `matrixFromData: a ${rows} × ${columns} matrix has ${rows * columns} entries, but ${data.length} were given.`,
    );
  return { rows, columns, data: Float64Array.from(data) };
}

/**
 * From its rows; no rows make the 0 × 0 matrix.
 * @throws RangeError where one row is longer than another.
 */
export function matrixFromRows(rows: readonly ArrayLike<number>[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  const matrix = zeroMatrix(rows.length, columns);
  for (const [i, row] of rows.entries()) {
    if (row.length !== columns)
      throw new RangeError(
        `matrixFromRows: all rows are as long as row 0, which has ${columns} entries; row ${i} has ${row.length}.`,
      );
    matrix.data.set(row, i * columns);
  }
  return matrix;
}

/** One column of numbers: a right-hand side of the solvers. */
export function columnMatrix(values: ArrayLike<number>): Matrix {
  return matrixFromData(values.length, 1, values);
}

/** Its rows, each in an array of its own. */
export function matrixRows(matrix: Matrix): Float64Array[] {
  return Array.from({ length: matrix.rows }, (_, i) =>
    matrix.data.slice(i * matrix.columns, (i + 1) * matrix.columns),
  );
}

function checkSize(operation: string, rows: number, columns: number): void {
  for (const size of [rows, columns])
    if (!Number.isInteger(size) || size < 0)
      throw new RangeError(`${operation}: sizes are whole numbers of at least 0, not ${rows} × ${columns}.`);
}
