import {
  assign,
  concat,
  normalize,
  random,
  scope,
  ShapeError,
  slice,
  type Key,
  type Tensor,
} from '@broadsheet/tensor';

/**
 * A queue for the embeddings of earlier batches (He et al., 2020, section 3.1), negatives beyond the batch: [length, width],
 * the newest first. It begins with random rows of length 1, as in MoCo's code, so that none is more alike than chance.
 */
export function initQueue(key: Key, length: number, width: number): Tensor {
  if (!Number.isInteger(length) || length < 1)
    throw new RangeError(`initQueue: length is a whole number of at least 1, not ${length}.`);
  return normalize(random.normal(key, [length, width]));
}

/**
 * Puts a batch's embeddings [n, width] in front, in their order, in place; the oldest fall out. Of more than the queue is long
 * the first stay.
 * @throws ShapeError where they are of another width.
 */
export function enqueue(queue: Tensor, embeddings: Tensor): void {
  const [length, width] = queue.shape as [number, number];
  if (embeddings.shape.length !== 2 || embeddings.shape[1] !== width)
    throw new ShapeError(
      `enqueue: embeddings [${embeddings.shape.join(', ')}] do not fit a queue [${queue.shape.join(', ')}]; they are [n, ${width}].`,
    );
  const coming = Math.min(length, embeddings.shape[0] as number);
  scope(() => assign(queue, concat([slice(embeddings, [0, coming]), slice(queue, [0, length - coming])])));
}
