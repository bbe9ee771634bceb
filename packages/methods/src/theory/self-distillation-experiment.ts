import { multiplyMatrices, type Matrix } from '@broadsheet/tensor/linalg';
import { kernelRidge, type Kernel } from './kernel-ridge.ts';
import {
  amplifiedRidge,
  bestWeight,
  closedFormSelfDistillation,
  iterateSelfDistillation,
  mix,
} from './self-distillation.ts';

/** Inputs and what is to be said of them: n × d and n × k. */
export interface Regression {
  readonly inputs: Matrix;
  readonly targets: Matrix;
}

export interface SelfDistillationOptions {
  readonly train: Regression;
  /** Where the best α of each step is chosen. */
  readonly validation: Regression;
  readonly test: Regression;
  readonly kernel: Kernel;
  readonly ridge: number;
  /** How many models, the first one without a teacher. */
  readonly steps: number;
  /** The constant αs to compare. */
  readonly weights: readonly number[];
}

export interface DistillationCurve {
  /** α of all steps; null where the best one is chosen at each. */
  readonly weight: number | null;
  /** α at each step; the first, without a teacher, counts as 1. */
  readonly chosen: readonly number[];
  /** Mean squared error after each step. */
  readonly validation: readonly number[];
  readonly test: readonly number[];
  /** The furthest that a fitted value of the steps as they are written is from the closed form. */
  readonly gapToClosedForm: number;
  /** The furthest that the last step's fitted value is from those of the ridge λ/α; null for α = 0 and for the best. */
  readonly gapToLimit: number | null;
}

/** Self-distillation step by step beside its closed form, for several constant αs and for the best one at each step. */
export function selfDistillationExperiment(options: SelfDistillationOptions): DistillationCurve[] {
  const { weights, steps } = options;
  const constant = weights.map((weight) =>
    curveOf(
      options,
      weight,
      Array.from({ length: steps - 1 }, () => weight),
    ),
  );
  return [...constant, curveOf(options, null, bestWeights(options))];
}

/** α* at each step from the second one on, by the validation inputs. */
export function bestWeights({ train, validation, kernel, ridge, steps }: SelfDistillationOptions): number[] {
  const own = kernel(train.inputs, train.inputs);
  const across = kernel(validation.inputs, train.inputs);
  const solve = kernelRidge(own, ridge);
  const plain = multiplyMatrices(across, solve(train.targets));
  let fitted = multiplyMatrices(own, solve(train.targets));
  return Array.from({ length: steps - 1 }, () => {
    const distilled = multiplyMatrices(across, solve(fitted));
    const weight = bestWeight(validation.targets, plain, distilled);
    fitted = multiplyMatrices(own, solve(mix(weight, train.targets, fitted)));
    return weight;
  });
}

function curveOf(
  options: SelfDistillationOptions,
  weight: number | null,
  weights: readonly number[],
): DistillationCurve {
  const { train, validation, test, kernel, ridge } = options;
  const own = kernel(train.inputs, train.inputs);
  const iterated = iterateSelfDistillation(own, train.targets, ridge, weights);
  const closed = closedFormSelfDistillation(own, train.targets, ridge, weights);
  const errorsOn = ({ inputs, targets }: Regression): number[] => {
    const across = kernel(inputs, train.inputs);
    return iterated.map(({ coefficients }) =>
      meanSquaredError(multiplyMatrices(across, coefficients), targets),
    );
  };
  return {
    weight,
    chosen: [1, ...weights],
    validation: errorsOn(validation),
    test: errorsOn(test),
    gapToClosedForm: Math.max(...iterated.map(({ fitted }, i) => furthest(fitted, closed[i] as Matrix))),
    gapToLimit:
      weight === null || weight <= 0
        ? null
        : furthest(
            (iterated.at(-1) as (typeof iterated)[number]).fitted,
            multiplyMatrices(own, kernelRidge(own, amplifiedRidge(ridge, weight))(train.targets)),
          ),
  };
}

function meanSquaredError(a: Matrix, b: Matrix): number {
  return a.data.reduce((total, value, i) => total + (value - (b.data[i] as number)) ** 2, 0) / a.data.length;
}

function furthest(a: Matrix, b: Matrix): number {
  return a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - (b.data[i] as number))), 0);
}
