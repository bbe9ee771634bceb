import { strongWolfe, type LinePoint } from './strong-wolfe.ts';
import { addScaled, dot, largestMagnitude, norm } from './vector.ts';

/** The value at x and the gradient there, as long as x. x is the optimiser's own: read it, do not keep or change it. */
export type Objective = (x: Float64Array) => { readonly value: number; readonly gradient: ArrayLike<number> };

export interface LbfgsOptions {
  /** Pairs of steps and gradient changes that are remembered; 10 unless given. */
  readonly memory?: number;
  /** Converged when no entry of the gradient is larger than this; 10⁻⁶ unless given. */
  readonly gradientTolerance?: number;
  /** 1,000 unless given. */
  readonly maxIterations?: number;
}

/**
 * Why it stopped. `gradient`: converged. `iterations`: as many as allowed. `no-decrease`: no step along the steepest
 * descent decreases the value any more; either rounding is reached or the gradient is wrong. `not-finite`: the value or
 * the gradient was NaN or infinite at the start, or at every step that was tried.
 */
export type LbfgsStop = 'gradient' | 'iterations' | 'no-decrease' | 'not-finite';

export interface LbfgsResult {
  /** The point of the lowest value that was accepted; likewise what follows. */
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  /** The largest entry of the gradient without its sign. */
  readonly gradientNorm: number;
  readonly iterations: number;
  /** How often the objective was called. */
  readonly evaluations: number;
  readonly converged: boolean;
  readonly reason: LbfgsStop;
  /** The reason for people, with the iteration. */
  readonly message: string;
}

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly product: number;
}

/**
 * Minimises a smooth function of many variables from `start` on. Limited-memory BFGS with a strong Wolfe line search:
 * Nocedal and Wright, Numerical Optimization, 2nd edition, algorithms 7.4 (two-loop recursion) and 7.5. A value or gradient
 * that is not finite makes the step shorter; nothing is thrown for it.
 * @throws RangeError where an option is out of range or the gradient is not as long as x.
 */
export function lbfgs(
  objective: Objective,
  start: ArrayLike<number>,
  options: LbfgsOptions = {},
): LbfgsResult {
  const { memory = 10, gradientTolerance = 1e-6, maxIterations = 1000 } = options;
  checkOptions(memory, gradientTolerance, maxIterations);
  const size = start.length;
  let evaluations = 0;
  const evaluate = (x: Float64Array): { value: number; gradient: Float64Array; isFinite: boolean } => {
    const answer = objective(x);
    evaluations += 1;
    const gradient = Float64Array.from(answer.gradient);
    if (gradient.length !== size)
      throw new RangeError(
        `lbfgs: the gradient must be as long as x, which has ${size} entries; it has ${gradient.length}.`,
      );
    return {
      value: answer.value,
      gradient,
      isFinite: Number.isFinite(answer.value) && gradient.every(Number.isFinite),
    };
  };

  let x: Float64Array = Float64Array.from(start);
  const first = evaluate(x);
  let { value, gradient }: { value: number; gradient: Float64Array } = first;
  let iterations = 0;
  const stop = (reason: LbfgsStop, message: string): LbfgsResult => ({
    x,
    value,
    gradient,
    gradientNorm: first.isFinite ? largestMagnitude(gradient) : NaN,
    iterations,
    evaluations,
    converged: reason === 'gradient',
    reason,
    message,
  });
  if (!first.isFinite)
    return stop(
      'not-finite',
      `Iteration 0: the value (${value}) or the gradient at the start is not finite.`,
    );

  const pairs: Pair[] = [];
  for (;;) {
    const gradientNorm = largestMagnitude(gradient);
    if (gradientNorm <= gradientTolerance)
      return stop('gradient', `Iteration ${iterations}: the gradient's largest entry is ${gradientNorm}.`);
    if (iterations >= maxIterations)
      return stop(
        'iterations',
        `Iteration ${iterations}, the last allowed: the gradient's largest entry is still ${gradientNorm}.`,
      );

    let direction = descentDirection(gradient, pairs);
    let slope = dot(direction, 0, gradient, 0, size);
    // Without memory the length of the gradient says nothing: the first step has length 1 at most.
    let firstStep = 1;
    if (pairs.length === 0 || !(slope < 0 && slope > -Infinity)) {
      pairs.length = 0;
      slope = -norm(gradient, 0, size);
      direction = gradient.map((entry) => entry / slope);
      firstStep = Math.min(1, -slope);
    }
    let finiteTrials = 0;
    const from = x;
    const at = (step: number): LinePoint => {
      const there = from.slice();
      addScaled(step, direction, 0, there, 0, size);
      const found = evaluate(there);
      if (found.isFinite && there.some((entry, i) => entry !== from[i])) finiteTrials += 1;
      return {
        step,
        value: found.isFinite ? found.value : Infinity,
        slope: dot(found.gradient, 0, direction, 0, size),
        x: there,
        gradient: found.gradient,
      };
    };
    const point = strongWolfe(at, { step: 0, value, slope, x, gradient }, firstStep);
    if (point === null) {
      if (pairs.length > 0) {
        pairs.length = 0;
        continue;
      }
      return finiteTrials === 0
        ? stop(
            'not-finite',
            `Iteration ${iterations}: the value or the gradient is not finite at any step tried.`,
          )
        : stop(
            'no-decrease',
            `Iteration ${iterations}: no step decreases the value; the gradient's largest entry is ${gradientNorm}.`,
          );
    }
    remember(pairs, memory, difference(point.x, x), difference(point.gradient, gradient));
    x = point.x;
    value = point.value;
    gradient = point.gradient;
    iterations += 1;
  }
}

function checkOptions(memory: number, gradientTolerance: number, maxIterations: number): void {
  if (!Number.isInteger(memory) || memory < 1)
    throw new RangeError(`lbfgs: memory is a whole number of at least 1, not ${memory}.`);
  if (!(gradientTolerance >= 0))
    throw new RangeError(`lbfgs: gradientTolerance is a number of at least 0, not ${gradientTolerance}.`);
  if (!(maxIterations >= 0))
    throw new RangeError(`lbfgs: maxIterations is at least 0, not ${maxIterations}.`);
}

/** −H · gradient, H the approximate inverse Hessian that the pairs, oldest first, make up. */
function descentDirection(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const size = gradient.length;
  const direction = gradient.map((entry) => -entry);
  const weights = new Float64Array(pairs.length);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { step, change, product } = pairs[i] as Pair;
    const weight = dot(step, 0, direction, 0, size) / product;
    weights[i] = weight;
    addScaled(-weight, change, 0, direction, 0, size);
  }
  const newest = pairs.at(-1);
  if (newest !== undefined) {
    const scale = newest.product / dot(newest.change, 0, newest.change, 0, size);
    for (let i = 0; i < size; i++) direction[i] = scale * (direction[i] as number);
  }
  for (const [i, { step, change, product }] of pairs.entries()) {
    const weight = (weights[i] as number) - dot(change, 0, direction, 0, size) / product;
    addScaled(weight, step, 0, direction, 0, size);
  }
  return direction;
}

/** Pairs without curvature above rounding are left out: they would make the approximation indefinite. */
function remember(pairs: Pair[], memory: number, step: Float64Array, change: Float64Array): void {
  const size = step.length;
  const product = dot(step, 0, change, 0, size);
  if (!(product > Number.EPSILON * norm(step, 0, size) * norm(change, 0, size))) return;
  if (pairs.length === memory) pairs.shift();
  pairs.push({ step, change, product });
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((entry, i) => entry - (b[i] as number));
}
