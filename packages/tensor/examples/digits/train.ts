import {
  adamStep,
  gather,
  leavesOf,
  mean,
  random,
  scope,
  softmaxCrossEntropy,
  tensor,
  valueAndGrad,
  zeros,
  type Key,
  type Moments,
  type Parameters,
  type Tensor,
} from '@broadsheet/tensor';
import type { Digits } from './digits.ts';
import { logits, type Model } from './model.ts';

export interface Progress {
  readonly epoch: number;
  /** Counts from 1, over all epochs. */
  readonly step: number;
  readonly steps: number;
  /** Mean cross-entropy of this step's digits, in nats. */
  readonly loss: number;
}

const batch = 64;
const fastest = 0.006;

const lossAndGradients = valueAndGrad((model: Model, images: Tensor, labels: Tensor) =>
  mean(softmaxCrossEntropy(logits(model, images), labels)),
);

/** Adam on shuffled batches, ever slower; changes the model in place, one step each time it is asked for progress. */
export async function* train(
  model: Model,
  { images, labels }: Digits,
  { epochs, key }: { readonly epochs: number; readonly key: Key },
): AsyncGenerator<Progress> {
  const parameters = tensorsOf(model);
  const moments = parameters.map(({ shape }): Moments => ({ mean: zeros(shape), square: zeros(shape) }));
  const steps = epochs * Math.floor(labels.length / batch);
  let step = 0;
  for (let epoch = 1; epoch <= epochs; epoch++)
    for await (const chosen of batches(random.fold(key, epoch), labels.length)) {
      const learningRate = fastest * (1 - step / steps);
      step += 1;
      const loss = scope(() => {
        const right = tensor(chosen.map((i) => labels[i] as number));
        const { value, gradients } = lossAndGradients(model, gather(images, tensor(chosen)), right);
        tensorsOf(gradients).forEach((gradient, i) =>
          adamStep(parameters[i] as Tensor, gradient, moments[i] as Moments, { learningRate, step }),
        );
        return value;
      });
      const [value] = await loss.data();
      loss.dispose();
      yield { epoch, step, steps, loss: value as number };
    }
}

/** Which digits each step of an epoch learns from: all of them in random order, but for an incomplete batch. */
async function* batches(key: Key, count: number): AsyncGenerator<Int32Array<ArrayBuffer>> {
  const permutation = random.permutation(key, count);
  const order = Int32Array.from(await permutation.data<'int32'>());
  permutation.dispose();
  for (let end = batch; end <= count; end += batch) yield order.slice(end - batch, end);
}

function tensorsOf(model: Parameters): Tensor[] {
  return leavesOf(model).map(([, leaf]) => leaf as Tensor);
}
