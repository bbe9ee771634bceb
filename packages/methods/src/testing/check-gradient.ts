import {
  add,
  grad,
  leavesOf,
  mul,
  random,
  scope,
  sum,
  type Key,
  type Parameters,
  type Tensor,
} from '@broadsheet/tensor';

/** How far central differences reach, in lengths of the direction. */
const reach = 2e-2;

/**
 * Compares a loss's gradient with central differences of five points, along random directions over all parameters. The
 * parameters must not be views of each other.
 * @param parameters tensors in any structure, without embedding tables.
 * @throws Error that names both figures where they differ by more than float32 explains.
 */
export function checkGradient<P extends Parameters>(
  loss: (parameters: P) => Tensor,
  parameters: P,
  { key = random.key(7), directions = 3, tolerance = 5e-3, step = reach } = {},
): void {
  const leaves = leavesOf(parameters).map(([, leaf]) => leaf as Tensor);
  for (let i = 0; i < directions; i++) {
    scope(() => {
      const direction = unitDirection(random.fold(key, i), leaves);
      const at = (by: number): number =>
        scope(() => loss(moved(parameters, leaves, direction, by * step))).item();
      const expected = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step);
      const gradients = leavesOf(grad(loss)(parameters) as unknown as Parameters);
      const found = gradients
        .map(([, gradient], j) => sum(mul(gradient as Tensor, direction[j] as Tensor)).item())
        .reduce((a, b) => a + b, 0);
      const scale = Math.abs(expected) + 0.02 * Math.abs(at(0)) + 0.02;
      if (!(Math.abs(found - expected) <= tolerance * scale))
        throw new Error(`The gradient along a direction is ${found}; differences give ${expected}.`);
    });
  }
}

function unitDirection(key: Key, leaves: readonly Tensor[]): Tensor[] {
  const raw = leaves.map((leaf, i) => random.normal(random.fold(key, i), leaf.shape));
  const length = Math.sqrt(raw.reduce((total, part) => total + sum(mul(part, part)).item(), 0));
  return raw.map((part) => mul(part, 1 / length));
}

function moved<P extends Parameters>(
  parameters: P,
  leaves: readonly Tensor[],
  direction: readonly Tensor[],
  by: number,
): P {
  let index = 0;
  const walk = (part: Parameters): unknown => {
    if (leaves[index] === part) return add(part as Tensor, mul(by, direction[index++] as Tensor));
    if (Array.isArray(part)) return part.map(walk);
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, walk(inner as Parameters)]));
  };
  return walk(parameters) as P;
}
