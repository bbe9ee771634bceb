import { cholesky, choleskySolve, multiplyMatrices, type Matrix } from '@broadsheet/tensor/linalg';

/** Similarities of rows: features m × d and n × d → m × n. */
export type Kernel = (one: Matrix, other: Matrix) => Matrix;

/** exp(-‖x - y‖² / 2s²) for a length scale s > 0. */
export function gaussianKernel(lengthScale: number): Kernel {
  if (!(lengthScale > 0))
    throw new RangeError(`gaussianKernel: a length scale is above 0, not ${lengthScale}.`);
  return (one, other) => {
    if (one.columns !== other.columns)
      throw new RangeError(
        `gaussianKernel: rows of ${one.columns} and of ${other.columns} numbers cannot be compared.`,
      );
    const data = new Float64Array(one.rows * other.rows);
    for (let i = 0; i < one.rows; i++)
      for (let j = 0; j < other.rows; j++) {
        let squared = 0;
        for (let k = 0; k < one.columns; k++) {
          const gap = (one.data[i * one.columns + k] as number) - (other.data[j * one.columns + k] as number);
          squared += gap * gap;
        }
        data[i * other.rows + j] = Math.exp(-squared / (2 * lengthScale * lengthScale));
      }
    return { rows: one.rows, columns: other.rows, data };
  };
}

/**
 * Kernel ridge regression: coefficients c = (K + λI)⁻¹·y, which minimise ‖K·c - y‖² + λ·cᵀ·K·c; predictions at new rows are
 * k(new, rows)·c.
 * @param kernel K, n × n, symmetric and positive semi-definite.
 * @param ridge λ > 0.
 * @returns what turns targets n × k into coefficients n × k, so that K is factored once for many of them.
 */
export function kernelRidge(kernel: Matrix, ridge: number): (targets: Matrix) => Matrix {
  if (!(ridge > 0)) throw new RangeError(`kernelRidge: a ridge is above 0, not ${ridge}.`);
  const data = Float64Array.from(kernel.data);
  for (let i = 0; i < kernel.rows; i++)
    data[i * kernel.columns + i] = (data[i * kernel.columns + i] as number) + ridge;
  const lower = cholesky({ ...kernel, data });
  return (targets) => choleskySolve(lower, targets);
}

/** k(new, rows)·c: predictions m × k. */
export function kernelPredict(similarities: Matrix, coefficients: Matrix): Matrix {
  return multiplyMatrices(similarities, coefficients);
}
