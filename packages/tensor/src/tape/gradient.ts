import { show, ShapeError } from '../array/shape.ts';
import { Tensor } from '../array/tensor.ts';
import { frames } from '../memory/frames.ts';
import { scope, tensorsIn } from '../memory/scope.ts';
import { call, empty } from '../operations/call.ts';
import { fullLike } from '../operations/create.ts';
import { EmbeddingTable } from './embedding-table.ts';
import { goBack, leafOf } from './go-back.ts';
import type { Gradient } from './origin.ts';
import { rebuild, type GradientsOf, type Leaf, type Parameters } from './parameters.ts';
import { isRecording, recorded } from './recording.ts';
import { SparseRows } from './sparse-rows.ts';

/** A loss, or a loss and whatever else is of interest (tensors in it are kept, without a way back). */
export type Loss<Extra> = Tensor | readonly [loss: Tensor, extra: Extra];

export interface ValueAndGradient<Gradients, Extra> {
  /** The loss, a single number. */
  readonly value: Tensor;
  /** In the structure of the parameters. */
  readonly gradients: Gradients;
  readonly extra: Extra;
}

/**
 * A function that returns what `loss` does and its gradient with respect to the first argument, by reverse-mode
 * differentiation. Everything that was made on the way is freed.
 *
 * ```ts
 * const step = valueAndGrad((p: { w: Tensor }, x: Tensor) => mean(square(matmul(x, p.w))));
 * const { value, gradients } = step({ w }, x);
 * ```
 * One inside of another gives gradients of gradients.
 * @throws ShapeError where the loss is not a single number.
 */
export function valueAndGrad<P extends Parameters, Rest extends unknown[], Extra = undefined>(
  loss: (parameters: P, ...rest: Rest) => Loss<Extra>,
): (parameters: P, ...rest: Rest) => ValueAndGradient<GradientsOf<P>, Extra> {
  return (parameters, ...rest) =>
    differentiate((inside) => loss(inside as P, ...rest), parameters) as ValueAndGradient<
      GradientsOf<P>,
      Extra
    >;
}

/** The gradient alone; see `valueAndGrad`. */
export function grad<P extends Parameters, Rest extends unknown[]>(
  loss: (parameters: P, ...rest: Rest) => Loss<unknown>,
): (parameters: P, ...rest: Rest) => GradientsOf<P> {
  return (parameters, ...rest) => {
    const { value, gradients } = differentiate((inside) => loss(inside as P, ...rest), parameters);
    // A gradient further out may come by the loss on its way.
    if (!isRecording()) value.dispose();
    return gradients as GradientsOf<P>;
  };
}

function differentiate(
  loss: (inside: unknown) => Loss<unknown>,
  parameters: Parameters,
): ValueAndGradient<unknown, unknown> {
  return scope(() => {
    const { leaves, value, extra } = recorded(() => {
      const views: Tensor[] = [];
      const result = loss(rebuild(parameters, (leaf) => leafIn(leaf, views)));
      const [first, second] = result instanceof Tensor ? [result, undefined] : result;
      return { leaves: views, value: first, extra: second };
    });
    if (value.size !== 1)
      throw new ShapeError(
        `A gradient is taken of a single number; the loss has shape ${show(value.shape)}. Use mean().`,
      );
    const found = goBack(value, fullLike(value, 1), leaves, tensorsIn([value, extra, leaves]));
    const gradients = rebuild(parameters, (leaf, i) => found[i] ?? zeroFor(leaf));
    // What is given out has no way back, unless a gradient further out is being recorded.
    if (!isRecording()) for (const tensor of tensorsIn([value, extra, gradients])) tensor.origin = null;
    return { value: ownView(value), gradients, extra };
  });
}

/** A loss that is one of the parameters, or was made outside, is not ours to give away. */
function ownView(value: Tensor): Tensor {
  return isRecording() || frames.at(-1)?.has(value) === true
    ? value
    : new Tensor(value.storage, value.dtype, value.shape, value.strides, value.offset);
}

function leafIn(leaf: Leaf, views: Tensor[]): Leaf {
  const made = leafOf(leaf instanceof EmbeddingTable ? leaf.weights : leaf);
  views.push(made);
  return leaf instanceof EmbeddingTable ? new EmbeddingTable(made) : made;
}

/** Nothing flowed back: zeros, or no rows. */
function zeroFor(leaf: Leaf): Gradient {
  if (leaf instanceof Tensor) return fullLike(leaf, 0);
  const { shape, storage } = leaf.weights;
  const [rows, width] = shape as [number, number];
  const found = call('fill', [], [empty([0], 'int32', storage.backend)], { value: -1 });
  return new SparseRows([rows, width], found, empty([0, width], 'float32', storage.backend));
}
