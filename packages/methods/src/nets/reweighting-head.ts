import { mul, tensor } from '@broadsheet/tensor';
import type { Net } from './net.ts';

/**
 * The fixed head of Xue et al. (2024, "Investigating the Benefits of Projection Head for Representation Learning"), with
 * nothing to learn: number i of what comes in is multiplied by κ⁻ⁱ, i from 0, so that the loss sees numbers less and less
 * while the encoder keeps them all. κ = 1 changes nothing.
 * @throws RangeError where κ is below 1.
 */
export function reweightingHead(takes: number, kappa: number): Net<readonly []> {
  if (!(kappa >= 1)) throw new RangeError(`reweightingHead: κ is a number from 1 on, not ${kappa}.`);
  const weights = Float32Array.from({ length: takes }, (_, i) => kappa ** -i);
  return { takes: [takes], gives: takes, init: () => [], run: (_, x) => mul(x, tensor(weights)) };
}
