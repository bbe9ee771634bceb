import {
  add,
  argMax,
  concat,
  conv2d,
  linear,
  maxPool2d,
  random,
  relu,
  reshape,
  scope,
  slice,
  zeros,
  type Key,
  type Tensor,
} from '@broadsheet/tensor';

/** A small ConvNet: two convolutions, each followed by pooling, and one dense layer. 20,490 numbers. */
export type Model = ReturnType<typeof initialise>;

/** Weights by He's rule (He et al., 2015): normal, with variance 2 / inputs. */
export function initialise(key: Key) {
  const [first, second, last] = random.split(key, 3) as [Key, Key, Key];
  return {
    first: { filters: random.normal(first, [3, 3, 1, 16], 0, Math.sqrt(2 / 9)), shift: zeros([16]) },
    second: { filters: random.normal(second, [3, 3, 16, 32], 0, Math.sqrt(2 / 144)), shift: zeros([32]) },
    last: { weights: random.normal(last, [7 * 7 * 32, 10], 0, Math.sqrt(1 / 1568)), shift: zeros([10]) },
  };
}

/** images [n, 28, 28, 1] of ink from 0 to 1 → [n, 10]: for each digit how much speaks for it. */
export function logits({ first, second, last }: Model, images: Tensor): Tensor {
  const coarse = layer(images, first);
  const fine = layer(coarse, second);
  return linear(reshape(fine, [-1, 7 * 7 * 32]), last.weights, last.shift);
}

function layer(x: Tensor, { filters, shift }: { filters: Tensor; shift: Tensor }): Tensor {
  return maxPool2d(relu(add(conv2d(x, filters, { padding: 'same' }), shift)), { size: 2 });
}

/** images [n, 28, 28, 1] → int32 [n]: the digit for which most speaks; in parts, which take less memory. */
export function predict(model: Model, images: Tensor): Tensor {
  const part = 250;
  const parts = Array.from({ length: Math.ceil((images.shape[0] as number) / part) }, (_, i) => i * part);
  return scope(() =>
    concat(parts.map((from) => scope(() => argMax(logits(model, slice(images, [from, from + part])))))),
  );
}
