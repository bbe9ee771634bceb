import { addProduct } from './add-product.ts';
import { zeroMatrix, type Matrix } from './matrix.ts';
import { transposeMatrix } from './transpose-matrix.ts';

/**
 * Aᵀ · A: n × n for a matrix of m × n, exactly symmetric; half of the products are computed. Its condition is the square
 * of A's: for singular values below 10⁻⁸ of the largest use `singularValues`.
 */
export function gramMatrix(a: Matrix): Matrix {
  const order = a.columns;
  const gram = zeroMatrix(order, order);
  const columns = { data: transposeMatrix(a).data, from: 0, stride: a.rows };
  addProduct(1, { data: gram.data, from: 0, stride: order }, columns, columns, order, order, a.rows, true);
  for (let i = 0; i < order; i++)
    for (let j = 0; j < i; j++) gram.data[j * order + i] = gram.data[i * order + j] as number;
  return gram;
}
