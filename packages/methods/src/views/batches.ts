import { random, tensor, type Key, type Tensor } from '@broadsheet/tensor';
import type { Batches } from '../train/training.ts';
import { draw } from './draw.ts';

/**
 * Makes random views of chosen inputs: `indices` int32 [n] → as many tensors [n, ...] as there are views. The same key gives
 * the same views. `chosen` are the indices once more where they are at hand: those who make views on the host need not wait
 * for a tensor.
 */
export type MakeViews = (indices: Tensor, key: Key, chosen?: Int32Array) => Tensor[];

export interface BatchOptions {
  /** How many inputs there are. */
  readonly size: number;
  /** Inputs in a batch. */
  readonly batch: number;
  readonly views: MakeViews;
  /** A class for each input. */
  readonly labels?: Int32Array;
}

/**
 * Every input once an epoch, in another order each time; those that do not fill a batch wait for the next epoch.
 * @throws RangeError where inputs do not fill one batch, or there is not a label for each.
 */
export function shuffledBatches({ size, batch, views, labels }: BatchOptions): Batches {
  if (!Number.isInteger(batch) || batch < 1)
    throw new RangeError(`shuffledBatches: batch is a whole number of at least 1, not ${batch}.`);
  if (labels !== undefined && labels.length !== size)
    throw new RangeError(`shuffledBatches: ${size} inputs have ${labels.length} labels. Give one for each.`);
  const perEpoch = Math.floor(size / batch);
  if (perEpoch === 0)
    throw new RangeError(`${size} inputs do not fill one batch of ${batch}. Use a smaller batch.`);
  let known: { epoch: number; key: Key; order: Int32Array<ArrayBuffer> } | null = null;
  const orderOf = (epoch: number, key: Key): Int32Array<ArrayBuffer> => {
    if (known?.epoch !== epoch || known.key[0] !== key[0] || known.key[1] !== key[1]) {
      known = { epoch, key, order: draw(random.fold(key, epoch)).order(size) };
    }
    return known.order;
  };
  return {
    perEpoch,
    at(step, key) {
      const [forOrder, forViews] = random.split(key) as [Key, Key];
      const epoch = Math.floor((step - 1) / perEpoch);
      const from = ((step - 1) % perEpoch) * batch;
      const chosen = orderOf(epoch, forOrder).slice(from, from + batch);
      const indices = tensor(chosen);
      return {
        views: views(indices, random.fold(forViews, step), chosen),
        indices,
        ...(labels === undefined ? {} : { labels: tensor(chosen.map((i) => labels[i] as number)) }),
      };
    },
  };
}
