import { sameShape, show, ShapeError } from '../array/shape.ts';
import type { Tensor } from '../array/tensor.ts';
import { record } from '../tape/origin.ts';
import { add, mul, neg, sub } from './arithmetic.ts';
import { tensorsOf } from './broadcast.ts';
import { call, empty, expectDtype, expectRank, type Operand } from './call.ts';
import { cast, full, oneHot } from './create.ts';
import { reciprocal } from './functions.ts';
import { expectIndices } from './indices.ts';
import { matmul } from './matmul.ts';
import { inOrder, reshape, transpose } from './shape.ts';
import { logSoftmax, logSumExp } from './softmax.ts';
import { sum } from './sum.ts';

/**
 * Cross-entropy of softmax(logits) with labels, one loss for each: logits [..., classes], labels int32 [...] (below 0:
 * costs nothing) or probabilities float32 [..., classes] → [...].
 * Gradient to the logits: g·(softmax - target); to probabilities: -g·logSoftmax.
 * @throws ShapeError where the shapes do not belong together, or a label names no class. On WebGPU that is not looked at.
 */
export function softmaxCrossEntropy(logits: Tensor, labels: Tensor): Tensor {
  expectDtype('softmaxCrossEntropy', logits, 'float32');
  const rowShape = logits.shape.slice(0, -1);
  if (labels.dtype === 'float32') {
    if (!sameShape(labels.shape, logits.shape)) throw misfit(logits, labels);
    return neg(sum(mul(labels, logSoftmax(logits)), -1));
  }
  if (logits.shape.length === 0 || !sameShape(labels.shape, rowShape)) throw misfit(logits, labels);
  const { backend } = logits.storage;
  const shape = { rows: labels.size, length: logits.shape.at(-1) as number };
  const given = inOrder(cast(labels, 'int32'));
  expectIndices('softmaxCrossEntropy', given, -Infinity, shape.length);
  const ordered = inOrder(logits);
  const sums = empty(rowShape, 'float32', backend);
  const loss = call('crossEntropy', [ordered, given], [empty(rowShape, 'float32', backend), sums], shape);
  const backward = (gradient: Tensor): Tensor[] => [
    call(
      'crossEntropyGradient',
      [ordered, given, sums, inOrder(gradient)],
      [empty(logits.shape, 'float32', backend)],
      shape,
    ),
  ];
  const composed = (x: Tensor): Tensor => neg(sum(mul(oneHot(given, shape.length), logSoftmax(x)), -1));
  return record('softmaxCrossEntropy', [logits], loss, backward, composed);
}

function misfit(logits: Tensor, labels: Tensor): ShapeError {
  return new ShapeError(
    `softmaxCrossEntropy: logits ${show(logits.shape)} and labels ${show(labels.shape)} do not belong together. Labels ` +
      'are int32 with the shape of the logits without the last axis, or float32 with the shape of the logits.',
  );
}

export interface ContrastOptions {
  /** int32 [rows]: which column is the positive of each row. */
  readonly positives: Tensor;
  /** τ: one number for all, or a tensor of one, or of one for each row; gradients flow into it. */
  readonly temperature: Operand;
  /** int32 [rows]: a column that does not take part in a row, -1 for none: each row itself, where rows are compared. */
  readonly leaveOut?: Tensor;
}

/**
 * InfoNCE over all pairs, fused: similarities, temperature, mask and cross-entropy in one. queries [rows, d], keys
 * [columns, d] → one loss for each row:
 *
 *   lᵢ = log Σ_{j ≠ leaveOutᵢ} exp(qᵢ·kⱼ / τ) - qᵢ·k_{positiveᵢ} / τ
 *
 * (van den Oord et al., 2018, equation 4; with queries = keys, the other view as positive and each row itself left out,
 * NT-Xent of Chen et al., 2020, equation 1). Gradient to queries, keys and the temperature.
 * @throws ShapeError where the shapes do not belong together, or an index names no column. On WebGPU that is not looked at.
 */
export function contrast(queries: Tensor, keys: Tensor, options: ContrastOptions): Tensor {
  expectRank('contrast', queries, 2, 'queries [rows, d]');
  expectRank('contrast', keys, 2, 'keys [columns, d]');
  const [rows, columns] = [queries.shape[0] as number, keys.shape[0] as number];
  const { backend } = queries.storage;
  const positives = inOrder(options.positives);
  const leaveOut = inOrder(options.leaveOut ?? full([rows], -1, 'int32'));
  for (const [name, list, least] of [
    ['positives', positives, 0],
    ['leaveOut', leaveOut, -Infinity],
  ] as const) {
    expectDtype(`contrast, ${name}`, list, 'int32');
    if (!sameShape(list.shape, [rows]))
      throw new ShapeError(
        `contrast: ${name} must have shape [${rows}], one for each query, not ${show(list.shape)}.`,
      );
    expectIndices(`contrast, ${name}`, list, least, columns);
  }
  const inverse = inverseOf(options.temperature, rows);
  const similarity = queries === keys ? selfSimilarity(keys) : matmul(queries, transpose(keys));
  const shape = { rows, columns };
  const sums = empty([rows], 'float32', backend);
  const masked = [positives, leaveOut] as const;
  const backward = (gradient: Tensor): Tensor[] => {
    const dInverse = empty([rows], 'float32', backend);
    const dSimilarity = call(
      'contrastGradient',
      [similarity, ...masked, inverse, sums, inOrder(gradient)],
      [empty(similarity.shape, 'float32', backend), dInverse],
      shape,
    );
    return [dSimilarity, inverse.size === 1 ? reshape(sum(dInverse), inverse.shape) : dInverse];
  };
  const loss = call(
    'contrast',
    [inOrder(similarity), ...masked, inOrder(inverse)],
    [empty([rows], 'float32', backend), sums],
    shape,
  );
  const composed = (s: Tensor, by: Tensor): Tensor => {
    const scaled = mul(s, by.size === 1 ? reshape(by, [1, 1]) : reshape(by, [rows, 1]));
    const present = add(scaled, mul(-1e30, oneHot(leaveOut, columns)));
    return sub(logSumExp(present), sum(mul(oneHot(positives, columns), scaled), -1));
  };
  return record('contrast', [similarity, inverse], loss, backward, composed);
}

/** z·zᵀ, half of which is computed, and whose gradient is one product instead of two: (g + gᵀ)·z. */
function selfSimilarity(z: Tensor): Tensor {
  const n = z.shape[0] as number;
  const y = call('gram', [inOrder(z)], [empty([n, n], 'float32', z.storage.backend)], {});
  return record('selfSimilarity', [z], y, (gradient) => [matmul(add(gradient, transpose(gradient)), z)]);
}

function inverseOf(temperature: Operand, rows: number): Tensor {
  if (typeof temperature === 'number') {
    if (!(temperature > 0)) throw new ShapeError(`contrast: a temperature is above 0, not ${temperature}.`);
    return tensorsOf(1 / temperature, 0)[0];
  }
  if (temperature.size !== 1 && !sameShape(temperature.shape, [rows]))
    throw new ShapeError(
      `contrast: a temperature is one number or has shape [${rows}], one for each query, not ${show(temperature.shape)}.`,
    );
  return reciprocal(temperature);
}
