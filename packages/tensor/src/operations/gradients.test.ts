import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import * as T from '../index.ts';
import type { Tensor } from '../index.ts';
import { checkGradient, layouts, type Input, type Layout } from '../testing/check-gradient.ts';

beforeAll(async () => {
  await T.start();
});

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 0, maxLength: 3 });
const layout = fc.constantFrom<Layout>(...layouts);
const positive = (x: number): number => Math.abs(x) + 0.4;
const runs = 25;

/** Functions of one tensor of any shape, and where their inputs must lie. */
type Map = (x: number) => number;

const unary: Record<string, readonly [f: (x: Tensor) => Tensor, map?: (x: number) => number]> = {
  neg: [T.neg],
  exp: [T.exp],
  log: [T.log, positive],
  sqrt: [T.sqrt, positive],
  rsqrt: [T.rsqrt, positive],
  reciprocal: [T.reciprocal, positive],
  square: [T.square],
  abs: [T.abs],
  relu: [T.relu],
  gelu: [T.gelu],
  sigmoid: [T.sigmoid],
  silu: [T.silu],
  tanh: [T.tanh],
  erf: [T.erf],
  sin: [T.sin],
  cos: [T.cos],
  softplus: [T.softplus],
  'clip inside': [(x) => T.clip(x, -9, 9)],
  'pow 3': [(x) => T.pow(x, 3)],
  'pow -1.5': [(x) => T.pow(x, -1.5), positive],
  'sum of all': [(x) => T.sum(x)],
  'mean of all': [(x) => T.mean(x)],
  'copy and scale': [(x) => T.mul(T.copy(x), 3)],
};

describe('gradients of functions of one tensor, of any shape and layout', () => {
  test.each(Object.entries(unary))('%s', (_, [f, map]) => {
    fc.assert(
      fc.property(shapes, layout, fc.nat(1000), (shape, lies, seed) => {
        const input: Input = { shape, layout: lies, ...(map === undefined ? {} : { map }) };
        checkGradient(f, [input], { seed, twice: true });
      }),
      { numRuns: runs },
    );
  });
});

/** 1 for about half of the elements, whatever they are. */
function someOf(shape: readonly number[]): Tensor {
  return T.greater(T.random.uniform(T.random.key(4), shape), 0.5);
}

/** A shape, and one that spreads to it. */
const pairs = shapes.chain((shape) =>
  fc.tuple(
    fc.constant(shape),
    fc
      .array(fc.boolean(), { minLength: shape.length, maxLength: shape.length })
      .map((ones) => shape.map((length, axis) => (ones[axis] === true ? 1 : length)))
      .chain((thin) =>
        fc.nat(thin.length).map((cut) => (thin.slice(0, cut).every((n) => n === 1) ? thin.slice(cut) : thin)),
      ),
    fc.boolean(),
  ),
);

/** Numbers of two grids are never near enough to change which one is greater. */
function onGrid(shift: number): (x: number) => number {
  return (x) => Math.round(x * 10) / 10 + shift;
}

const binary: Record<string, readonly [f: (a: Tensor, b: Tensor) => Tensor, a?: Map | undefined, b?: Map]> = {
  add: [T.add],
  sub: [T.sub],
  mul: [T.mul],
  div: [T.div, undefined, positive],
  maximum: [T.maximum, onGrid(0), onGrid(0.05)],
  minimum: [T.minimum, onGrid(0), onGrid(0.05)],
  pow: [T.pow, positive],
  where: [(a, b) => T.where(someOf(T.add(a, b).shape), a, b)],
};

describe('gradients of functions of two tensors that spread to one shape', () => {
  test.each(Object.entries(binary))('%s', (_, [f, mapA, mapB]) => {
    fc.assert(
      fc.property(pairs, layout, layout, fc.nat(1000), ([wide, thin, turned], layoutA, layoutB, seed) => {
        const [a, b] = turned ? [thin, wide] : [wide, thin];
        checkGradient(
          f,
          [
            { shape: a, layout: layoutA, ...(mapA && { map: mapA }) },
            { shape: b, layout: layoutB, ...(mapB && { map: mapB }) },
          ],
          { seed, twice: true, tolerance: 1e-2 },
        );
      }),
      { numRuns: runs },
    );
  });
});

const cubes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 3, maxLength: 3 });

/** Functions of one tensor with three axes. */
const shaped: Record<string, (x: Tensor, axis: number) => Tensor> = {
  sum: (x, axis) => T.sum(x, axis),
  'sum of two axes': (x, axis) => T.sum(x, [axis, (axis + 1) % 3], { keepDims: true }),
  mean: (x, axis) => T.mean(x, axis),
  variance: (x, axis) => T.variance(x, axis),
  max: (x, axis) => T.max(x, axis),
  min: (x, axis) => T.min(x, axis, { keepDims: true }),
  cumsum: (x, axis) => T.cumsum(x, axis),
  'cumsum backwards': (x, axis) => T.cumsum(x, axis, { reverse: true }),
  softmax: (x, axis) => T.softmax(x, axis),
  logSoftmax: (x, axis) => T.logSoftmax(x, axis),
  logSumExp: (x, axis) => T.logSumExp(x, axis),
  sort: (x, axis) => T.sort(x, { axis }).values,
  'sort downwards': (x, axis) => T.sort(x, { axis, descending: true }).values,
  topK: (x, axis) => T.topK(x, 1, axis).values,
  flip: (x, axis) => T.flip(x, axis),
  transpose: (x, axis) => T.transpose(x, [axis, (axis + 1) % 3, (axis + 2) % 3]),
  reshape: (x) => T.reshape(T.transpose(x), [-1]),
  'expandDims and squeeze': (x, axis) => T.squeeze(T.expandDims(x, axis), axis),
  slice: (x, axis) => T.slice(x, axis === 0 ? [0, Infinity, 2] : null, [-2], axis === 2 ? [0, 1] : null),
  pad: (x) =>
    T.pad(x, [
      [1, 0],
      [0, 2],
      [1, 1],
    ]),
  'concat with itself': (x, axis) => T.concat([x, T.mul(x, 2), x], axis),
  stack: (x, axis) => T.stack([x, T.square(x)], axis),
  split: (x, axis) => T.mul(...(T.split(T.concat([x, T.exp(x)], axis), 2, axis) as [Tensor, Tensor])),
  broadcastTo: (x) => T.broadcastTo(x, [2, ...x.shape]),
  normalize: (x) => T.normalize(x),
  gather: (x) =>
    T.gather(
      x,
      T.tensor(
        [0, x.shape[0] as number, 1].map((i) => (i as number) % (x.shape[0] as number)),
        undefined,
        'int32',
      ),
    ),
  takeAlong: (x, axis) => T.takeAlong(x, T.argSort(x, { axis }), axis),
};

describe('gradients of functions along an axis', () => {
  test.each(Object.entries(shaped))('%s', (name, f) => {
    fc.assert(
      fc.property(cubes, layout, fc.nat(2), fc.nat(1000), (shape, lies, axis, seed) => {
        // A row of unit length is not differentiable where it has one element.
        if (name === 'normalize' && shape[2] === 1) return;
        checkGradient((x) => f(x, axis), [{ shape, layout: lies }], { seed, twice: true });
      }),
      { numRuns: runs },
    );
  });
});

describe('gradients of products', () => {
  const length = fc.integer({ min: 1, max: 9 });
  test('of matrices of any layout', () => {
    fc.assert(
      fc.property(length, length, length, layout, layout, fc.nat(1000), (m, k, n, layoutA, layoutB, seed) => {
        checkGradient(
          T.matmul,
          [
            { shape: [m, k], layout: layoutA },
            { shape: [k, n], layout: layoutB },
          ],
          { seed, twice: true },
        );
      }),
      { numRuns: 2 * runs },
    );
  });

  test('of batches that spread to one shape', () => {
    fc.assert(
      fc.property(pairs, length, length, layout, fc.nat(1000), ([wide, thin, turned], m, k, lies, seed) => {
        const [a, b] = turned ? [thin, wide] : [wide, thin];
        checkGradient(T.matmul, [{ shape: [...a, m, k], layout: lies }, { shape: [...b, k, 3] }], {
          seed,
          twice: true,
        });
      }),
      { numRuns: runs },
    );
  });

  test('of vectors', () => {
    checkGradient(T.dot, [{ shape: [3, 5] }, { shape: [3, 5] }], { twice: true });
  });
});

describe('gradients of fused functions', () => {
  const rows = fc.integer({ min: 1, max: 6 });
  const columns = fc.integer({ min: 2, max: 9 });

  test('layerNorm', () => {
    fc.assert(
      fc.property(rows, columns, layout, fc.nat(1000), (n, c, lies, seed) => {
        const inputs = [
          { shape: [n, c], layout: lies },
          { shape: [c], map: (x: number) => 1 + x / 4 },
          { shape: [c] },
        ];
        checkGradient((x, gain, shift) => T.layerNorm(x, gain, shift, 0.1), inputs, { seed, twice: true });
      }),
      { numRuns: runs },
    );
  });

  test('batchNorm', () => {
    fc.assert(
      fc.property(rows, columns, layout, fc.nat(1000), (n, c, lies, seed) => {
        const inputs = [
          { shape: [2, n, c], layout: lies },
          { shape: [c], map: (x: number) => 1 + x / 4 },
          { shape: [c] },
        ];
        checkGradient((x, gain, shift) => T.batchNorm(x, gain, shift, 0.1).y, inputs, { seed, twice: true });
      }),
      { numRuns: runs },
    );
  });

  test('softmaxCrossEntropy, with labels and with probabilities', () => {
    fc.assert(
      fc.property(rows, columns, layout, fc.nat(1000), (n, c, lies, seed) => {
        const labels = T.tensor(
          Array.from({ length: n }, (_, i) => (i === 2 ? -1 : (i * 7 + seed) % c)),
          [n],
          'int32',
        );
        checkGradient((x) => T.softmaxCrossEntropy(x, labels), [{ shape: [n, c], layout: lies }], {
          seed,
          twice: true,
        });
        checkGradient(
          (x, p) => T.softmaxCrossEntropy(x, T.softmax(p)),
          [{ shape: [n, c], layout: lies }, { shape: [n, c] }],
          {
            seed,
            twice: true,
          },
        );
      }),
      { numRuns: runs },
    );
  });

  test('contrast, of queries, keys and temperature', () => {
    fc.assert(
      fc.property(rows, columns, fc.boolean(), fc.nat(1000), (n, d, each, seed) => {
        const positives = T.tensor(
          Array.from({ length: n }, (_, i) => (i + 1) % (n + 1)),
          [n],
          'int32',
        );
        const leaveOut = T.tensor(
          Array.from({ length: n }, (_, i) => (i % 3 === 0 ? -1 : i)),
          [n],
          'int32',
        );
        checkGradient(
          (queries, keys, temperature) => T.contrast(queries, keys, { positives, leaveOut, temperature }),
          [
            { shape: [n, d] },
            { shape: [n + 1, d] },
            { shape: each ? [n] : [], map: (x) => Math.abs(x) + 0.6 },
          ],
          { seed, twice: true },
        );
        // The same tensor on both sides.
        checkGradient(
          (x) => {
            const both = T.normalize(T.concat([x, T.add(T.square(x), 0.3)]));
            const other = T.tensor(
              Array.from({ length: 2 * n }, (_, i) => (i + n) % (2 * n)),
              [2 * n],
              'int32',
            );
            const own = T.tensor(
              Array.from({ length: 2 * n }, (_, i) => i),
              [2 * n],
              'int32',
            );
            return T.contrast(both, both, { positives: other, leaveOut: own, temperature: 0.5 });
          },
          [{ shape: [n, d] }],
          { seed, twice: true },
        );
      }),
      { numRuns: runs },
    );
  });

  test('embeddingBag and scatterAdd', () => {
    fc.assert(
      fc.property(
        rows,
        columns,
        fc.constantFrom<'mean' | 'sum'>('mean', 'sum'),
        fc.nat(1000),
        (n, width, mode, seed) => {
          const indices = T.tensor(
            Array.from({ length: 12 }, (_, i) => ((i * 5 + seed) % (n + 1)) - 1),
            [4, 3],
            'int32',
          );
          checkGradient((table) => T.embeddingBag(table, indices, { mode }), [{ shape: [n, width] }], {
            seed,
            twice: true,
          });
          checkGradient((x) => T.scatterAdd(x, T.reshape(indices, [12]), n), [{ shape: [12, width] }], {
            seed,
            twice: true,
          });
        },
      ),
      { numRuns: runs },
    );
  });
});

test('a gradient that is checked wrongly is told', () => {
  const wrong = T.customGradient((x: Tensor) => ({
    y: T.square(x),
    backward: (g) => [T.mul(g, T.mul(x, 1.9))],
  }));
  expect(() => checkGradient(wrong, [{ shape: [3] }])).toThrow('differences give');
});
