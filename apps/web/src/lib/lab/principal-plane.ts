import type { Features } from '@broadsheet/methods';
import { matrixFromData, gramMatrix, symmetricEigen } from '@broadsheet/tensor/linalg';

/** Features as points on a plane. */
export interface PlaneMap {
  /** [n, 2]; their mean square distance from the middle is 1 where they differ at all. */
  readonly points: Float64Array;
  /** The share of the features' variance that the plane shows, 0 to 1. */
  readonly shown: number;
}

/**
 * The two directions in which features differ most (principal components; Hotelling, 1933): [n, width] → points [n, 2] around
 * the origin, scaled to a mean square distance of 1. Which way the directions point means nothing: see `layOver`.
 * @throws RangeError where there are no features, or they are one number wide.
 */
export function principalPlane({ values, n, width }: Features): PlaneMap {
  if (n === 0 || width < 2)
    throw new RangeError(`principalPlane: ${n} features of width ${width} span no plane. Give wider ones.`);
  const mean = new Float64Array(width);
  for (let i = 0; i < values.length; i++) mean[i % width] = at(mean, i % width) + at(values, i) / n;
  const centred = matrixFromData(
    n,
    width,
    values.map((value, i) => value - at(mean, i % width)),
  );
  const { values: variances, vectors } = symmetricEigen(gramMatrix(centred));
  const points = new Float64Array(2 * n);
  for (let i = 0; i < n; i++)
    for (let axis = 0; axis < 2; axis++)
      for (let j = 0; j < width; j++)
        points[2 * i + axis] =
          at(points, 2 * i + axis) + at(centred.data, i * width + j) * at(vectors.data, j * width + axis);
  const all = variances.reduce((total, one) => total + Math.max(0, one), 0);
  const within = Math.max(0, at(variances, 0)) + Math.max(0, at(variances, 1));
  const scale = within > 0 ? Math.sqrt(n / within) : 0;
  return { points: points.map((one) => one * scale), shown: all > 0 ? within / all : 0 };
}

function at(numbers: ArrayLike<number>, i: number): number {
  return numbers[i] ?? 0;
}
