import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  nn,
  numpy as np,
  tree,
  valueAndGrad,
  vjp,
} from '@jax-js/jax';
import { lossOf, ownConvolution, windowsConvolution, type Arrays, type Convolution } from './jax-js-steps.ts';
import type { MicroName } from './micro.ts';
import type { Operation, Setting, Stack, Values } from './peer.ts';
import { pinnedVersion } from './pinned-version.ts';
import { adam, type StepName } from './steps.ts';

export async function openJaxJs(): Promise<Stack> {
  await init('wasm');
  defaultDevice('wasm');
  return { version: pinnedVersion('@jax-js/jax'), step, micro };
}

async function step(name: StepName, values: Values, setting: Setting): Promise<() => Promise<number>> {
  const loss = lossOf(name, setting['convolution'] as Convolution);
  const arrays = arraysOf(values);
  const inputs: Arrays = {};
  let parameters: Arrays = {};
  for (const [key, array] of Object.entries(arrays)) (values[key]?.learnt ? parameters : inputs)[key] = array;
  let first = tree.map((one: np.Array) => np.zeros(one.shape), parameters) as Arrays;
  let second = tree.map((one: np.Array) => np.zeros(one.shape), parameters) as Arrays;
  const update = (
    p: Arrays,
    m: Arrays,
    v: Arrays,
    given: Arrays,
    correct1: np.Array,
    correct2: np.Array,
  ): [np.Array, Arrays, Arrays, Arrays] => {
    const [value, gradients] = valueAndGrad(loss)(tree.ref(p), given) as [np.Array, Arrays];
    const next: { p: Arrays; m: Arrays; v: Arrays } = { p: {}, m: {}, v: {} };
    for (const [key, gradient] of Object.entries(gradients)) {
      const m1 = (m[key] as np.Array).mul(adam.beta1).add(gradient.ref.mul(1 - adam.beta1));
      const v1 = (v[key] as np.Array).mul(adam.beta2).add(np.square(gradient).mul(1 - adam.beta2));
      next.m[key] = m1.ref;
      next.v[key] = v1.ref;
      const root = np.sqrt(v1.mul(correct2.ref)).add(adam.epsilon);
      next.p[key] = (p[key] as np.Array).sub(m1.mul(correct1.ref).div(root).mul(adam.rate));
    }
    correct1.dispose();
    correct2.dispose();
    return [value, next.p, next.m, next.v];
  };
  const run = setting['mode'] === 'jit' ? jit(update) : update;
  let count = 0;
  return async () => {
    count++;
    const correct1 = np.array(1 / (1 - adam.beta1 ** count));
    const correct2 = np.array(1 / (1 - adam.beta2 ** count));
    const given = tree.ref(inputs);
    const [value, ...state] = run(parameters, first, second, given, correct1, correct2) as [
      np.Array,
      Arrays,
      Arrays,
      Arrays,
    ];
    [parameters, first, second] = state;
    await blockUntilReady(state);
    return (await value.data())[0] as number;
  };
}

async function micro(name: MicroName, values: Values, setting: Setting): Promise<Operation> {
  const operation = operationOf(name, arraysOf(values), setting);
  const once = async () => {
    const results = operation();
    await blockUntilReady(results);
    return results;
  };
  return {
    run: async () => tree.dispose(await once()),
    results: async () => Promise.all((await once()).map((result) => result.data())),
  };
}

function operationOf(name: MicroName, arrays: Arrays, setting: Setting): () => np.Array[] {
  const get = (key: string) => (arrays[key] as np.Array).ref;
  const convolve = setting['convolution'] === 'own' ? ownConvolution : windowsConvolution;
  switch (name) {
    case 'matmul512':
    case 'matmul1024':
      return () => [np.matmul(get('a'), get('b'))];
    case 'add':
      return () => [get('a').add(get('b'))];
    case 'softmax':
      return () => [nn.softmax(get('x'), 1)];
    case 'convForward':
      return () => [convolve(get('x'), get('weight'), 1)];
    case 'convGradients':
      return () => {
        const [value, back] = vjp(
          (x: np.Array, weight: np.Array) => convolve(x, weight, 1),
          [get('x'), get('weight')],
        );
        value.dispose();
        const gradients = back(get('upstream')) as unknown as np.Array[];
        back.dispose();
        return gradients;
      };
    case 'bagForward':
      return () => [np.mean(np.take(get('table'), get('tokens'), 0), 1)];
    case 'bagGradient':
      return () => {
        const [value, back] = vjp(
          (table: np.Array) => np.mean(np.take(table, get('tokens'), 0), 1),
          [get('table')],
        );
        value.dispose();
        const gradients = back(get('upstream')) as unknown as np.Array[];
        back.dispose();
        return gradients;
      };
  }
}

function arraysOf(values: Values): Arrays {
  return Object.fromEntries(
    Object.entries(values).map(([key, { shape, type, data }]) => [
      key,
      np.array(data as Float32Array<ArrayBuffer>, { shape, dtype: type === 'int32' ? np.int32 : np.float32 }),
    ]),
  );
}
