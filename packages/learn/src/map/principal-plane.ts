import { gramMatrix, symmetricEigen } from '@broadsheet/tensor/linalg';
import type { Features } from '@broadsheet/methods';

/** A plane through vectors: a point and two directions at right angles, of length 1. */
export interface Plane {
  /** [width] */
  readonly middle: Float64Array;
  /** [2, width] */
  readonly axes: Float64Array;
}

/**
 * The plane in which vectors differ most: their first two principal components (Pearson, 1901). An axis and its opposite are
 * equally good; the one is taken whose largest number is positive, so that the same vectors always give the same plane.
 * @param vectors [n, width], width at least 2
 * @throws RangeError where there is no vector, or they are narrower than a plane.
 */
export function principalPlane({ values, n, width }: Features): Plane {
  if (n < 1 || width < 2)
    throw new RangeError(`principalPlane: ${n} vectors of width ${width}; a plane needs one of width 2.`);
  const middle = new Float64Array(width);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < width; j++) middle[j] = (middle[j] as number) + (values[i * width + j] as number) / n;
  const centred = Float64Array.from(
    { length: n * width },
    (_, at) => (values[at] as number) - (middle[at % width] as number),
  );
  const { vectors } = symmetricEigen(gramMatrix({ rows: n, columns: width, data: centred }));
  const axes = new Float64Array(2 * width);
  for (const axis of [0, 1]) {
    let largest = 0;
    for (let j = 0; j < width; j++) {
      const value = vectors.data[j * width + axis] as number;
      axes[axis * width + j] = value;
      if (Math.abs(value) > Math.abs(largest) + 1e-9) largest = value;
    }
    if (largest < 0) for (let j = axis * width; j < (axis + 1) * width; j++) axes[j] = -(axes[j] as number);
  }
  return { middle, axes };
}

/** Where vectors [n, width] lie on a plane, as seen from its middle: [n, 2]. @throws RangeError where widths differ. */
export function placeOnPlane({ values, n, width }: Features, { middle, axes }: Plane): Float64Array {
  if (middle.length !== width)
    throw new RangeError(`placeOnPlane: vectors of width ${width} on a plane of width ${middle.length}.`);
  const points = new Float64Array(n * 2);
  for (let i = 0; i < n; i++)
    for (const axis of [0, 1]) {
      let along = 0;
      for (let j = 0; j < width; j++)
        along +=
          ((values[i * width + j] as number) - (middle[j] as number)) * (axes[axis * width + j] as number);
      points[2 * i + axis] = along;
    }
  return points;
}
