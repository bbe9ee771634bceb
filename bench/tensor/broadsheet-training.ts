/** Training steps of our engine: values become tensors, a loss becomes what takes a step and answers with it. */
import * as T from '@broadsheet/tensor';
import { losses, type Parameters } from './broadsheet-steps.ts';
import type { Values } from './peer.ts';
import { adam, type StepName } from './steps.ts';

export function prepareStep(name: StepName, values: Values): () => number {
  const tensors = tensorsOf(values);
  const inputs: Record<string, T.Tensor> = {};
  const parameters: Record<string, T.Tensor | T.EmbeddingTable> = {};
  for (const [key, tensor] of Object.entries(tensors)) {
    if (values[key]?.learnt !== true) inputs[key] = tensor;
    else parameters[key] = key === 'table' ? new T.EmbeddingTable(tensor) : tensor;
  }
  const moments = T.leavesOf(parameters).map(([place, leaf]) => {
    const { shape } = leaf instanceof T.EmbeddingTable ? leaf.weights : leaf;
    return { place, leaf, mean: T.zeros(shape), square: T.zeros(shape) };
  });
  const lossAndGradients = T.valueAndGrad<Parameters, []>(losses[name](inputs));
  let count = 0;
  return () =>
    T.scope(() => {
      const { value, gradients } = lossAndGradients(parameters);
      count++;
      for (const { place, leaf, ...running } of moments)
        T.adamStep(leaf, gradients[place] as T.Tensor | T.SparseRows, running, {
          learningRate: adam.rate,
          beta1: adam.beta1,
          beta2: adam.beta2,
          epsilon: adam.epsilon,
          weightDecay: 0,
          step: count,
        });
      return value.item();
    });
}

/** Images and filters in our order of axes. */
export function tensorsOf(values: Values): Record<string, T.Tensor> {
  return Object.fromEntries(
    Object.entries(values).map(([key, { shape, data, learnt }]) => {
      const tensor = T.tensor(data, shape);
      if (shape.length !== 4) return [key, tensor];
      return [key, T.copy(T.transpose(tensor, learnt ? [2, 3, 1, 0] : [0, 2, 3, 1]))];
    }),
  );
}
