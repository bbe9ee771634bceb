import type { Tensor } from '../array/tensor.ts';
import { sizeOf, type Shape } from '../array/shape.ts';
import { scope } from '../memory/scope.ts';
import { mul } from '../operations/arithmetic.ts';
import { broadcastTo, sum } from '../operations/sum.ts';
import { concat } from '../operations/join.ts';
import { copy, flip, slice, transpose } from '../operations/shape.ts';
import { tensor } from '../operations/create.ts';
import { grad } from '../tape/gradient.ts';

/** How a tensor of some shape lies in memory. */
export type Layout = 'dense' | 'transposed' | 'sliced' | 'flipped';
export const layouts: readonly Layout[] = ['dense', 'transposed', 'sliced', 'flipped'];

/** Numbers without regard to order that are the same for the same seed: none twice, none is 0. */
export function spreadOut(count: number, seed: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  let state = (seed * 2654435761 + 12345) >>> 0;
  for (let i = count - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = state % (i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  const apart = Math.min(0.4, 4 / Math.max(1, count));
  return order.map((place) => (place - Math.floor(count / 2)) * apart + apart / 2);
}

/** The elements in a tensor that lies as is asked for. */
export function laidOut(elements: readonly number[], shape: Shape, layout: Layout): Tensor {
  const dense = tensor(Float32Array.from(elements), shape);
  const rank = shape.length;
  if (layout === 'transposed' && rank > 1) {
    const order = shape.map((_, axis) => rank - 1 - axis);
    return transpose(copy(transpose(dense, order)), order);
  }
  if (layout === 'flipped' && rank > 0) return flip(copy(flip(dense, -1)), -1);
  if (layout === 'sliced' && rank > 0)
    return slice(concat([dense, dense, dense], 0), [shape[0] as number, 2 * (shape[0] as number)]);
  return dense;
}

/** How far central differences reach. Elements that are compared with each other are further apart. */
const step = 5e-3;

export interface Input {
  readonly shape: Shape;
  readonly layout?: Layout;
  /** Applied to the spread out numbers: to hold them where the function is defined. */
  readonly map?: (value: number) => number;
}

/**
 * Compares the gradient of Σ weight·f(inputs) with central differences along a random direction, and the gradient of that
 * gradient in the same way where `twice`. The differences are summed in float64.
 * @throws Error that names both figures where they differ by more than the rounding of float32 explains.
 */
export function checkGradient(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Input[],
  options: { readonly seed?: number; readonly twice?: boolean; readonly tolerance?: number } = {},
): void {
  const { seed = 1, twice = false, tolerance = 3e-3 } = options;
  const values = inputs.map(({ shape, map = (x) => x }, i) => spreadOut(sizeOf(shape), seed + i).map(map));
  const directions = inputs.map(({ shape }, i) => spreadOut(sizeOf(shape), seed + 50 + i));
  const build = (at: number): Tensor[] =>
    inputs.map(({ shape, layout = 'dense' }, i) =>
      laidOut(
        (values[i] as number[]).map((value, j) => value + at * ((directions[i] as number[])[j] as number)),
        shape,
        layout,
      ),
    );
  const loss = (parameters: readonly Tensor[]): Tensor => {
    const y = f(...parameters);
    return sum(mul(y, tensor(Float32Array.from(spreadOut(y.size, seed + 99)), y.shape)));
  };
  const along = (parameters: readonly Tensor[]): Tensor => {
    const gradients = grad(loss)(parameters as Tensor[]);
    return gradients
      .map((gradient, i) =>
        sum(mul(gradient, tensor(Float32Array.from(directions[i] as number[]), gradient.shape))),
      )
      .reduce((a, b) => sum(concat([a, b].map((part) => broadcastTo(part, [1])))));
  };
  compare('gradient', (parameters) => preciseSum(f(...parameters), seed + 99), along, build, tolerance);
  if (twice)
    compare(
      'second gradient',
      (parameters) => along(parameters).item(),
      (parameters) => {
        const gradients = grad((p: readonly Tensor[]) => along(p))(parameters as Tensor[]);
        return gradients
          .map((gradient, i) =>
            sum(mul(gradient, tensor(Float32Array.from(directions[i] as number[]), gradient.shape))),
          )
          .reduce((a, b) => sum(concat([a, b].map((part) => broadcastTo(part, [1])))));
      },
      build,
      tolerance * 4,
    );
}

function compare(
  what: string,
  value: (parameters: readonly Tensor[]) => number,
  derivative: (parameters: readonly Tensor[]) => Tensor,
  build: (at: number) => Tensor[],
  tolerance: number,
): void {
  const valueAt = (at: number): number => freed(() => value(build(at)));
  // Five points: what is left out is of the fourth power of the step.
  const near = valueAt(step) - valueAt(-step);
  const far = valueAt(2 * step) - valueAt(-2 * step);
  const expected = (8 * near - far) / (12 * step);
  const found = freed(() => derivative(build(0)).item());
  const scale = 0.3 + Math.abs(expected) + Math.abs(valueAt(0)) * 0.05;
  if (!(Math.abs(found - expected) <= tolerance * scale))
    throw new Error(`The ${what} along a direction is ${found}; differences give ${expected}.`);
}

/** A number that is worked out in a scope of its own. */
function freed(work: () => number): number {
  let result = NaN;
  scope(() => {
    result = work();
  });
  return result;
}

function preciseSum(y: Tensor, seed: number): number {
  const weights = Float32Array.from(spreadOut(y.size, seed));
  return y.dataNow().reduce((total, element, i) => total + element * (weights[i] as number), 0);
}
