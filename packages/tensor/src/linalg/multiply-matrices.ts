import { addProduct } from './add-product.ts';
import { zeroMatrix, type Matrix } from './matrix.ts';
import { showSize } from './show-size.ts';
import { transposeMatrix } from './transpose-matrix.ts';

/**
 * A · B: m × n for A of m × k and B of k × n.
 * @throws RangeError where A has not as many columns as B has rows.
 */
export function multiplyMatrices(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.rows)
    throw new RangeError(
      `multiplyMatrices: the columns of the first must be as many as the rows of the second, not ${showSize(a)} and ` +
        `${showSize(b)}.`,
    );
  const product = zeroMatrix(a.rows, b.columns);
  addProduct(
    1,
    { data: product.data, from: 0, stride: b.columns },
    { data: a.data, from: 0, stride: a.columns },
    { data: transposeMatrix(b).data, from: 0, stride: b.rows },
    a.rows,
    b.columns,
    a.columns,
  );
  return product;
}
