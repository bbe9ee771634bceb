import { matrixFromData, singularValues } from '@broadsheet/tensor/linalg';
import type { Features } from '../evaluate/features.ts';

/**
 * Singular values of centred features in shares of the largest, the largest first: how evenly a layer uses its directions.
 * All alike are all 1; a layer that says one thing has one 1 and zeros.
 * @throws RangeError where nothing varies.
 */
export function layerSpectrum({ values, n, width }: Features): Float64Array {
  const x = matrixFromData(n, width, values);
  for (let j = 0; j < width; j++) {
    let mean = 0;
    for (let i = 0; i < n; i++) mean += (x.data[i * width + j] as number) / n;
    for (let i = 0; i < n; i++) x.data[i * width + j] = (x.data[i * width + j] as number) - mean;
  }
  const spectrum = singularValues(x);
  const largest = spectrum[0] ?? 0;
  if (!(largest > 0))
    throw new RangeError(`layerSpectrum: these ${n} features of width ${width} do not vary.`);
  return spectrum.map((value) => value / largest);
}
