import {
  copyParameters,
  leavesOf,
  random,
  start,
  tensor,
  type Backend,
  type Parameters,
  type Tensor,
} from '@broadsheet/tensor';
import { beforeAll, expect, test } from 'vitest';
import { mlp } from '../nets/mlp.ts';
import { inside, trainingPass } from '../nets/pass.ts';
import { RunningMoments } from '../nets/running-moments.ts';
import { draw } from '../views/draw.ts';
import { fineTune, type LabelledInputs } from './fine-tune.ts';

let backend: Backend;

beforeAll(async () => {
  backend = await start();
});

/** Points in four corners; the class is whether both signs are the same, which no line tells. */
function crossed(n: number, seed: number): LabelledInputs {
  const host = draw(random.key(seed));
  const labels = Int32Array.from({ length: n }, (_, i) => i % 2);
  const values = Float32Array.from({ length: n * 2 }, () => 0);
  for (let i = 0; i < n; i++) {
    const side = host.normal() > 0 ? 1 : -1;
    values[2 * i] = 2 * side + 0.3 * host.normal();
    values[2 * i + 1] = 2 * side * (labels[i] === 1 ? 1 : -1) + 0.3 * host.normal();
  }
  return { inputs: tensor(values, [n, 2]), labels };
}

const bitsOf = (tree: Parameters): number[][] =>
  leavesOf(tree).map(([, leaf]) => [...(leaf as Tensor).dataNow()]);

const net = mlp([2], { hidden: [16], gives: 8, batchNorm: true });

test('trains the whole net on few labels, and leaves the encoder that was given as it is', async () => {
  const parameters = net.init(random.key(1));
  const before = copyParameters(parameters);
  const [known, asked] = [crossed(400, 1), crossed(200, 2)];
  const options = { perClass: 20, seed: 3, learningRate: 0.02, steps: 150 };
  const found = await fineTune({ net, parameters }, known, asked, options);
  expect(found.labels).toBe(40);
  expect(found.accuracy).toBeGreaterThan(0.95);
  expect(found.losses[0]).toBeGreaterThan(0.4);
  expect(found.losses.at(-1)).toBeLessThan(0.1);
  expect(bitsOf(parameters)).toEqual(bitsOf(before));
  const { usedBytes } = backend.memory();
  expect(await fineTune({ net, parameters }, known, asked, options)).toEqual(found);
  expect(backend.memory().usedBytes).toBe(usedBytes);
});

test('begins with what the encoder has learnt, and keeps the memory of its batch norms apart', async () => {
  const parameters = net.init(random.key(1));
  const moments = new RunningMoments();
  const [known, asked] = [crossed(400, 1), crossed(200, 2)];
  net.run(parameters, known.inputs, inside(trainingPass(random.key(2), moments), 'encoder'));
  const before = bitsOf(moments.toTree());
  expect(before.length).toBeGreaterThan(0);
  const options = { perClass: 4, steps: 3 };
  const { losses } = await fineTune({ net, parameters, moments }, known, asked, options);
  expect(bitsOf(moments.toTree())).toEqual(before);
  const other = await fineTune({ net, parameters: net.init(random.key(9)) }, known, asked, options);
  expect(other.losses[0]).not.toBe(losses[0]);
});

test('tells inputs and labels that do not fit', async () => {
  const parameters = net.init(random.key(1));
  const known = crossed(20, 1);
  const tune = (over: Partial<LabelledInputs>) =>
    fineTune({ net, parameters }, { ...known, ...over }, known, { perClass: 2 });
  await expect(tune({ labels: new Int32Array(3) })).rejects.toThrow(
    'fineTune (training): 20 features have 3 labels',
  );
  await expect(tune({ inputs: tensor(new Float32Array(60), [20, 3]) })).rejects.toThrow(
    '[n, 2], and these are [20, 3]',
  );
  const one = { ...known, labels: new Int32Array(20) };
  await expect(fineTune({ net, parameters }, one, one, { perClass: 2 })).rejects.toThrow(
    'two classes or more',
  );
});
