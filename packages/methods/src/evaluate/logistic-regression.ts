import {
  add,
  argMax,
  dispose,
  keep,
  matmul,
  mean,
  mul,
  scope,
  softmaxCrossEntropy,
  square,
  sum,
  tensor,
  valueAndGrad,
  type Tensor,
} from '@broadsheet/tensor';
import { lbfgs } from '@broadsheet/tensor/linalg';
import { classesIn, labelsOf } from './labels-of.ts';
import type { Features } from './features.ts';

export interface LogisticOptions {
  /** λ of λ/2·‖W‖², beside the mean cross-entropy; shifts are free. */
  readonly penalty: number;
  /** How many there are, where the labels do not show it. */
  readonly classes?: number;
  readonly maxIterations?: number;
  /** Done when no entry of the gradient is larger than this. */
  readonly tolerance?: number;
}

/** Scores are x·W + b. */
export interface LinearModel {
  readonly classes: number;
  readonly width: number;
  /** [width + 1, classes], the shifts in the last row. */
  readonly weights: Float64Array;
}

/**
 * Multinomial logistic regression: the least mean cross-entropy of softmax(x·W + b) plus λ/2·‖W‖², by L-BFGS. Gradients are
 * worked out by the engine in float32, so that the smallest tolerance that makes sense is about 10⁻⁶. The solver reads
 * numbers at once, which only the WebAssembly back end answers; on WebGPU use `ridgeProbe`.
 * @param start a model to go on from, such as that of the next larger penalty
 */
export function logisticRegression(
  features: Features,
  options: LogisticOptions,
  start?: LinearModel,
): LinearModel {
  const labels = labelsOf('logisticRegression', features);
  const { penalty, classes = classesIn(labels), maxIterations = 200, tolerance = 1e-4 } = options;
  const { values, n, width } = features;
  const size = (width + 1) * classes;
  if (start !== undefined && start.weights.length !== size)
    throw new RangeError(
      `logisticRegression: the start has width ${start.width} and ${start.classes} classes, and not ${width} and ${classes}.`,
    );
  if (!(penalty >= 0))
    throw new RangeError(`logisticRegression: penalty is a number of at least 0, not ${penalty}.`);
  const [x, y] = keep([tensor(values, [n, width]), tensor(labels)] as const);
  const loss = valueAndGrad(({ w, b }: { w: Tensor; b: Tensor }) =>
    add(mean(softmaxCrossEntropy(add(matmul(x, w), b), y)), mul(penalty / 2, sum(square(w)))),
  );
  try {
    const { x: weights } = lbfgs(
      (at) =>
        scope(() => {
          const flat = Float32Array.from(at);
          const w = tensor(flat.subarray(0, width * classes), [width, classes]);
          const b = tensor(flat.subarray(width * classes), [classes]);
          const { value, gradients } = loss({ w, b });
          const gradient = new Float64Array(size);
          gradient.set(gradients.w.dataNow());
          gradient.set(gradients.b.dataNow(), width * classes);
          return { value: value.item(), gradient };
        }),
      start?.weights ?? new Float64Array(size),
      { maxIterations, gradientTolerance: tolerance },
    );
    return { classes, width, weights };
  } finally {
    dispose([x, y]);
  }
}

/** The class of the highest score for each of the features. */
export async function classify(model: LinearModel, { values, n, width }: Features): Promise<Int32Array> {
  if (width !== model.width)
    throw new RangeError(
      `classify: features of width ${width} by a model of features of width ${model.width}.`,
    );
  const found = scope(() => {
    const flat = Float32Array.from(model.weights);
    const w = tensor(flat.subarray(0, width * model.classes), [width, model.classes]);
    const b = tensor(flat.subarray(width * model.classes), [model.classes]);
    return argMax(add(matmul(tensor(values, [n, width]), w), b), 1);
  });
  try {
    return await found.data<'int32'>();
  } finally {
    found.dispose();
  }
}
