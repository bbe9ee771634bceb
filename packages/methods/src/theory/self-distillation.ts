import { multiplyMatrices, symmetricEigen, transposeMatrix, type Matrix } from '@broadsheet/tensor/linalg';
import { kernelRidge } from './kernel-ridge.ts';

/**
 * Self-distillation of kernel ridge regression with ground-truth targets (Borup and Andersen, 2021, "Even your Teacher
 * Needs Guidance"): step t fits
 *
 *   min_f αₜ·‖f(X) - y‖² + (1 - αₜ)·‖f(X) - y₍ₜ₋₁₎‖² + λ·‖f‖²,
 *
 * where y₍ₜ₋₁₎ is what the model before says of the training inputs, and y₍₀₎ = y. α = 0 is distillation alone, 1 no
 * distillation at all.
 */
export interface DistillationStep {
  /** n × k: what the model is made of; predictions at other inputs are k(·, X)·c. */
  readonly coefficients: Matrix;
  /** n × k: what it says of the training inputs. */
  readonly fitted: Matrix;
}

/**
 * The steps one after the other, each solved as it is written.
 * @param kernel n × n.
 * @param targets n × k.
 * @param weights α of each step from the second one on; the first has no teacher.
 */
export function iterateSelfDistillation(
  kernel: Matrix,
  targets: Matrix,
  ridge: number,
  weights: readonly number[],
): DistillationStep[] {
  const solve = kernelRidge(kernel, ridge);
  const stepOn = (mixed: Matrix): DistillationStep => {
    const coefficients = solve(mixed);
    return { coefficients, fitted: multiplyMatrices(kernel, coefficients) };
  };
  const steps = [stepOn(targets)];
  for (const weight of weights) {
    const { fitted } = steps.at(-1) as DistillationStep;
    steps.push(stepOn(mix(weight, targets, fitted)));
  }
  return steps;
}

/** α·a + (1 - α)·b. */
export function mix(weight: number, a: Matrix, b: Matrix): Matrix {
  return { ...a, data: a.data.map((value, i) => weight * value + (1 - weight) * (b.data[i] as number)) };
}

/**
 * What each step keeps of the targets along each eigenvector of the kernel, in closed form: y₍ₜ₎ = V·diag(bₜ)·Vᵀ·y with
 *
 *   b₁ = a,  bₜ = a·(αₜ + (1 - αₜ)·bₜ₋₁),  a = d / (d + λ),
 *
 * d the eigenvalues. The first fit alone decides all that follow.
 * @returns for each step as many factors as eigenvalues, from 0 to 1.
 */
export function distillationFactors(
  eigenvalues: ArrayLike<number>,
  ridge: number,
  weights: readonly number[],
): Float64Array[] {
  const shrink = Float64Array.from(eigenvalues, (d) => d / (d + ridge));
  const factors = [shrink];
  for (const weight of weights) {
    const before = factors.at(-1) as Float64Array;
    factors.push(shrink.map((a, i) => a * (weight + (1 - weight) * (before[i] as number))));
  }
  return factors;
}

/**
 * The same factor for one α at all steps, without going through them:
 * bₜ = α·a·(1 - ((1 - α)·a)ᵗ⁻¹) / (1 - (1 - α)·a) + (1 - α)ᵗ⁻¹·aᵗ.
 * @param step from 1 on.
 */
export function constantWeightFactor(
  eigenvalue: number,
  ridge: number,
  weight: number,
  step: number,
): number {
  const a = eigenvalue / (eigenvalue + ridge);
  const ratio = (1 - weight) * a;
  return (weight * a * (1 - ratio ** (step - 1))) / (1 - ratio) + (1 - weight) ** (step - 1) * a ** step;
}

/** After infinitely many steps with one α > 0 the fit is that of a first step with this ridge: λ / α. */
export function amplifiedRidge(ridge: number, weight: number): number {
  return ridge / weight;
}

/** The steps in closed form: eigenvectors once, and then products alone. The same arguments as `iterateSelfDistillation`. */
export function closedFormSelfDistillation(
  kernel: Matrix,
  targets: Matrix,
  ridge: number,
  weights: readonly number[],
): Matrix[] {
  const { values, vectors } = symmetricEigen(kernel);
  // Rounding leaves eigenvalues below 0 where the kernel is nearly singular.
  const eigenvalues = values.map((d) => Math.max(0, d));
  const inBasis = multiplyMatrices(transposeMatrix(vectors), targets);
  return distillationFactors(eigenvalues, ridge, weights).map((factor) => {
    const data = inBasis.data.map((value, i) => value * (factor[Math.floor(i / inBasis.columns)] as number));
    return multiplyMatrices(vectors, { ...inBasis, data });
  });
}

/**
 * The α that is best for the next step, in closed form. The next model's predictions are linear in α, α·p + (1 - α)·q with p
 * of a model that is fitted to the targets and q of one that is fitted to the teacher; so the α with the least squared
 * error is
 *
 *   α* = Σ (y - q)·(p - q) / Σ (p - q)².
 *
 * @param targets y, of inputs that were not fitted; `plain` is p there and `distilled` q, all of one shape.
 * @returns α*, which may lie outside of [0, 1]; 1 where p and q are the same.
 */
export function bestWeight(targets: Matrix, plain: Matrix, distilled: Matrix): number {
  let [above, below] = [0, 0];
  targets.data.forEach((y, i) => {
    const [p, q] = [plain.data[i] as number, distilled.data[i] as number];
    above += (y - q) * (p - q);
    below += (p - q) ** 2;
  });
  return below === 0 ? 1 : above / below;
}
