import { gramMatrix, matrixFromData, symmetricEigenvalues, transposeMatrix } from '@broadsheet/tensor/linalg';
import type { Features } from './features.ts';

/**
 * RankMe (Garrido et al., 2023, section 3): exp of the entropy of pₖ = σₖ / Σσ + 10⁻⁷, σ being the singular values of the
 * features, which are not centred. From 1 (all lie on one line) to the lesser of n and width. The paper takes 25,600 features.
 * @throws RangeError where there are no features, or all are 0.
 */
export function rankMe(features: Features): number {
  const sigma = singularSpectrum(features);
  const all = sigma.reduce((total, value) => total + value, 0);
  if (!(all > 0)) throw new RangeError('rankMe: the features are all 0, or there are none.');
  let entropy = 0;
  for (const value of sigma) {
    const share = value / all + 1e-7;
    entropy -= share * Math.log(share);
  }
  return Math.exp(entropy);
}

/**
 * The min(n, width) singular values of features, the largest first, as roots of the eigenvalues of their products: right
 * within about 10⁻⁸ of the largest, which is quick and enough for a spectrum.
 */
export function singularSpectrum({ values, n, width }: Features): Float64Array {
  const x = matrixFromData(n, width, values);
  return symmetricEigenvalues(gramMatrix(n < width ? transposeMatrix(x) : x)).map((value) =>
    Math.sqrt(Math.max(0, value)),
  );
}
