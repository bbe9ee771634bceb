import { add, mul, ShapeError, type Tensor } from '@broadsheet/tensor';
import type { Draw } from './draw.ts';

/**
 * λ·a + (1 - λ)·b (Zhang et al., 2018, section 2): two tensors of one shape; λ is a number, or a tensor that spreads to it,
 * such as [n, 1, 1, 1] for one λ for each image.
 * @throws ShapeError where the shapes differ.
 */
export function mixup(a: Tensor, b: Tensor, lambda: number | Tensor): Tensor {
  if (String(a.shape) !== String(b.shape))
    throw new ShapeError(
      `mixup: [${a.shape.join(', ')}] and [${b.shape.join(', ')}] cannot be mixed; it takes two of one shape.`,
    );
  return add(mul(a, lambda), mul(b, typeof lambda === 'number' ? 1 - lambda : add(mul(lambda, -1), 1)));
}

/** λ of a Beta(α, α) distribution, as mixup draws it; with α = 1 even in [0, 1]. By Jöhnk's method, which takes α to about 2. */
export function drawLambda(alpha: number, random: Draw): number {
  if (!(alpha > 0)) throw new RangeError(`drawLambda: alpha is above 0, not ${alpha}.`);
  for (;;) {
    const x = (1 - random.uniform()) ** (1 / alpha);
    const y = (1 - random.uniform()) ** (1 / alpha);
    if (x + y <= 1 && x + y > 0) return x / (x + y);
  }
}
