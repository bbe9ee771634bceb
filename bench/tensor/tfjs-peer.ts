/** TensorFlow.js's side of the tensor benchmark: its Wasm back end in Node, which there has one thread. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { MicroName } from './micro.ts';
import { answer, type Operation, type Setting, type Stack, type Values } from './peer.ts';
import { adam, type StepName } from './steps.ts';
import { registerGradients } from './tfjs-gradients.ts';
import { patch } from './tfjs-patches.ts';
import { losses, type Tensors } from './tfjs-steps.ts';

await answer(async () => {
  await registerGradients();
  const main = fileURLToPath(import.meta.resolve('@tensorflow/tfjs-backend-wasm'));
  setWasmPaths(join(dirname(main), '../wasm-out/'));
  await tf.setBackend('wasm');
  return { version: tf.version_core, step, micro } satisfies Stack;
});

async function step(name: StepName, values: Values, { mode }: Setting): Promise<() => number> {
  if (mode === 'patched') patch();
  const tensors = tensorsOf(values);
  const variables: tf.Variable[] = [];
  const all: Record<string, tf.Tensor> = {};
  for (const [key, tensor] of Object.entries(tensors)) {
    if (values[key]?.learnt) variables.push((all[key] = tf.variable(tensor)));
    else all[key] = tensor;
  }
  const optimiser = tf.train.adam(adam.rate, adam.beta1, adam.beta2, adam.epsilon);
  return () =>
    tf.tidy(() => optimiser.minimize(() => losses[name](all), true, variables)?.dataSync()[0] ?? Number.NaN);
}

async function micro(name: MicroName, values: Values, { mode }: Setting): Promise<Operation> {
  if (mode === 'patched') patch();
  const operation = operationOf(name, tensorsOf(values));
  return {
    run: () => tf.tidy(() => void operation()),
    results: () => tf.tidy(() => operation().map((result) => result.dataSync<'float32'>())),
  };
}

function operationOf(name: MicroName, tensors: Tensors): () => tf.Tensor[] {
  const get = <T extends tf.Tensor>(key: string) => tensors[key] as T;
  const convolve = (x: tf.Tensor, weight: tf.Tensor) =>
    tf.conv2d(x as tf.Tensor4D, weight as tf.Tensor4D, 1, 1);
  const bags = (table: tf.Tensor) => tf.mean(tf.gather(table, get<tf.Tensor2D>('tokens')), 1);
  switch (name) {
    case 'matmul512':
    case 'matmul1024':
      return () => [tf.matMul(get('a'), get('b'))];
    case 'add':
      return () => [tf.add(get('a'), get('b'))];
    case 'softmax':
      return () => [tf.softmax(get('x'))];
    case 'convForward':
      return () => [convolve(get('x'), get('weight'))];
    case 'convGradients':
      return () => tf.grads(convolve)([get('x'), get('weight')], get('upstream'));
    case 'bagForward':
      return () => [bags(get('table'))];
    case 'bagGradient':
      return () => [tf.grad(bags)(get('table'), get('upstream'))];
  }
}

function tensorsOf(values: Values): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(values).map(([key, { shape, type, learnt, data }]) => {
      const tensor = tf.tensor(data, shape, type);
      if (shape.length !== 4) return [key, tensor];
      return [key, tf.transpose(tensor, learnt ? [2, 3, 1, 0] : [0, 2, 3, 1])];
    }),
  );
}
