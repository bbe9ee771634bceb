// Small training runs, the same on any back end.
import * as T from '../../../packages/tensor/src/index.ts';
import type { StartOptions, Tensor } from '../../../packages/tensor/src/index.ts';

const { random } = T;
type Weights = Readonly<Record<string, Tensor>>;

function weights(shapes: Readonly<Record<string, readonly number[]>>): Weights {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape], i) => {
      const inputs = shape.slice(0, -1).reduce((size, length) => size * length, 1);
      const key = random.fold(random.key(5), i);
      return [
        name,
        shape.length === 1 ? T.zeros(shape) : random.normal(key, shape, 0, Math.sqrt(2 / inputs)),
      ];
    }),
  );
}

const get = (w: Weights, name: string): Tensor => w[name] as Tensor;

/** Two layers on two classes of points. */
const mlp = {
  weights: () => weights({ w1: [6, 24], b1: [24], w2: [24, 3], b2: [3] }),
  loss: (w: Weights, step: number): Tensor => {
    const key = random.fold(random.key(1), step);
    const x = random.normal(key, [32, 6]);
    const labels = T.argMax(T.slice(x, null, [0, 3]));
    const hidden = T.relu(T.add(T.matmul(x, get(w, 'w1')), get(w, 'b1')));
    return T.mean(T.softmaxCrossEntropy(T.add(T.matmul(hidden, get(w, 'w2')), get(w, 'b2')), labels));
  },
};

/** Two convolutions with batch norm and pooling; the brighter half of a picture is to be told. */
const convNet = {
  weights: () => weights({ c1: [3, 3, 1, 8], c2: [3, 3, 8, 8], shift: [8], w: [8, 2] }),
  loss: (w: Weights, step: number): Tensor => {
    const key = random.fold(random.key(2), step);
    const x = random.uniform(key, [16, 8, 8, 1]);
    const half = (from: number): Tensor => T.sum(T.slice(x, null, null, [from, from + 4]), [1, 2, 3]);
    const labels = T.argMax(T.stack([half(0), half(4)], 1));
    const gain = T.ones([8]);
    let y = T.conv2d(x, get(w, 'c1'), { padding: 'same' });
    y = T.maxPool2d(T.relu(T.batchNorm(y, gain, get(w, 'shift')).y), { size: 2 });
    y = T.relu(T.conv2d(y, get(w, 'c2'), { padding: 'same', stride: 2 }));
    return T.mean(T.softmaxCrossEntropy(T.matmul(T.mean(y, [1, 2]), get(w, 'w')), labels));
  },
};

const models = { mlp, convNet };

export interface Run {
  readonly losses: readonly number[];
  /** Bytes in use, reserved, and storages, after each step that was read. */
  readonly memory: readonly (readonly [used: number, reserved: number, storages: number])[];
  readonly milliseconds: number;
}

/** Trains with Adam. @param readEvery after how many steps the loss is read. */
export async function train(
  options: StartOptions,
  name: keyof typeof models,
  steps: number,
  readEvery: number,
): Promise<Run> {
  const backend = await T.start(options);
  const model = models[name];
  const parameters = model.weights();
  const moments = Object.fromEntries(
    Object.entries(parameters).map(([key, { shape }]) => [
      key,
      { mean: T.zeros(shape), square: T.zeros(shape) },
    ]),
  );
  const adam = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
  const losses: number[] = [];
  const memory: (readonly [number, number, number])[] = [];
  const begin = performance.now();
  const both = T.valueAndGrad((w: Weights, at: number) => model.loss(w, at));
  for (let step = 1; step <= steps; step++) {
    const loss = T.scope(() => {
      const { value, gradients } = both(parameters, step);
      for (const key of Object.keys(parameters))
        T.adamStep(
          get(parameters, key),
          get(gradients as Weights, key),
          moments[key] as { mean: Tensor; square: Tensor },
          { ...adam, step },
        );
      return value;
    });
    if (step % readEvery === 0) {
      losses.push((await loss.data())[0] as number);
      const { usedBytes, reservedBytes, storages } = backend.memory();
      memory.push([usedBytes, reservedBytes, storages]);
    }
    loss.dispose();
  }
  const milliseconds = performance.now() - begin;
  await backend.stop();
  return { losses, memory, milliseconds };
}
