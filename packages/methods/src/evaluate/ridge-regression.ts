import {
  gramMatrix,
  matrixFromData,
  multiplyMatrices,
  symmetricEigen,
  transposeMatrix,
  zeroMatrix,
  type Matrix,
} from '@broadsheet/tensor/linalg';
import type { Features } from './features.ts';

/** Predicts x·W + b, all columns of the targets at once. */
export interface RidgeModel {
  /** [width, targets] */
  readonly weights: Matrix;
  /** [targets] */
  readonly shift: Float64Array;
}

/**
 * The least squares of x·W + b with a penalty n·λ·‖W‖² for each λ (Hoerl and Kennard, 1970), in closed form and in float64 on
 * the host: one eigendecomposition of the features' covariance serves all penalties. Features [n, width], targets
 * [n, targets] → one model for each penalty.
 */
export function ridgeRegression(
  features: Features,
  targets: Matrix,
  penalties: readonly number[],
): RidgeModel[] {
  const { values, n, width } = features;
  if (targets.rows !== n)
    throw new RangeError(
      `ridgeRegression: ${n} features and ${targets.rows} rows of targets; it takes as many of both.`,
    );
  const x = matrixFromData(n, width, values);
  const y = matrixFromData(n, targets.columns, targets.data);
  const [xMean, yMean] = [centre(x), centre(y)];
  const { values: spectrum, vectors } = symmetricEigen(gramMatrix(x));
  const back = transposeMatrix(vectors);
  const along = multiplyMatrices(back, multiplyMatrices(transposeMatrix(x), y));
  return penalties.map((penalty) => {
    if (!(penalty > 0)) throw new RangeError(`ridgeRegression: penalties are above 0, not ${penalty}.`);
    const scaled = zeroMatrix(width, y.columns);
    along.data.forEach((value, at) => {
      const own = Math.max(0, spectrum[Math.floor(at / y.columns)] as number);
      scaled.data[at] = value / (own + n * penalty);
    });
    const weights = multiplyMatrices(vectors, scaled);
    const shift = yMean.map((middle, column) => {
      let moved = 0;
      for (let i = 0; i < width; i++)
        moved += (xMean[i] as number) * (weights.data[i * y.columns + column] as number);
      return middle - moved;
    });
    return { weights, shift };
  });
}

/** [n, targets]: what the model says of features. */
export function predictRidge({ weights, shift }: RidgeModel, { values, n, width }: Features): Matrix {
  if (width !== weights.rows)
    throw new RangeError(
      `predictRidge: features of width ${width} by a model of features of width ${weights.rows}.`,
    );
  const found = multiplyMatrices(matrixFromData(n, width, values), weights);
  found.data.forEach((value, at) => {
    found.data[at] = value + (shift[at % weights.columns] as number);
  });
  return found;
}

/** Takes every column's mean off, in place, and returns them. */
function centre({ rows, columns, data }: Matrix): Float64Array {
  const means = new Float64Array(columns);
  data.forEach((value, at) => {
    means[at % columns] = (means[at % columns] as number) + value / rows;
  });
  data.forEach((value, at) => {
    data[at] = value - (means[at % columns] as number);
  });
  return means;
}
