import { sameShape, show, ShapeError } from '../array/shape.ts';
import type { Tensor } from '../array/tensor.ts';
import type { AdamParameters } from '../backends/kernels.ts';
import { EmbeddingTable } from '../tape/embedding-table.ts';
import { SparseRows } from '../tape/sparse-rows.ts';
import { inOrder } from './shape.ts';

export interface Moments {
  /** Running mean of gradients, changed in place. */
  readonly mean: Tensor;
  /** Running mean of their squares, changed in place. */
  readonly square: Tensor;
}

/** What a step of Adam takes; all but the rate and the count have the paper's defaults. */
export interface AdamOptions extends Partial<AdamParameters> {
  readonly learningRate: number;
  /** Counts from 1; corrects the moments' bias. */
  readonly step: number;
}

const adamDefaults = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };

/**
 * One step of Adam with decoupled weight decay, in place and in one pass (Kingma and Ba, 2015, algorithm 1; Loshchilov and
 * Hutter, 2019, algorithm 2). Of a table only the rows in `gradient` change, their moments with them ("lazy" Adam).
 * @throws ShapeError where shapes differ, or a dense parameter gets sparse rows.
 */
export function adamStep(
  parameter: Tensor | EmbeddingTable,
  gradient: Tensor | SparseRows,
  moments: Moments,
  options: AdamOptions,
): void {
  const settings = { ...adamDefaults, ...options };
  const weights = weightsOf(parameter);
  const own = [moments.mean, moments.square];
  if (gradient instanceof SparseRows) {
    expectAlike('adamStep', weights, gradient, ...own);
    const inputs = [weights, gradient.rows, gradient.values, ...own];
    weights.storage.backend.run('sparseAdam', inputs, [weights, ...own], settings);
  } else {
    expectAlike('adamStep', weights, gradient, ...own);
    weights.storage.backend.run('adam', [weights, inOrder(gradient), ...own], [weights, ...own], settings);
  }
}

/**
 * One step of Adagrad on the rows of a table that a batch touched, in place (Duchi et al., 2011). `squares` sums the
 * squared gradients and changes too.
 */
export function adagradStep(
  parameter: EmbeddingTable,
  gradient: SparseRows,
  squares: Tensor,
  options: { readonly learningRate: number; readonly epsilon: number },
): void {
  const { weights } = parameter;
  expectAlike('adagradStep', weights, gradient, squares);
  const inputs = [weights, gradient.rows, gradient.values, squares];
  weights.storage.backend.run('sparseAdagrad', inputs, [weights, squares], options);
}

function weightsOf(parameter: Tensor | EmbeddingTable): Tensor {
  const weights = parameter instanceof EmbeddingTable ? parameter.weights : parameter;
  if (!weights.dense)
    throw new ShapeError(`A parameter is changed in place and must lie in order; this is a view.`);
  return weights;
}

function expectAlike(operation: string, weights: Tensor, ...others: readonly (Tensor | SparseRows)[]): void {
  for (const other of others)
    if (!sameShape(other.shape, weights.shape))
      throw new ShapeError(
        `${operation}: a parameter ${show(weights.shape)} meets ${show(other.shape)}; all must be alike.`,
      );
}
