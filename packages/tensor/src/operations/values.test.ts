import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import * as T from '../index.ts';
import type { Tensor } from '../index.ts';
import { laidOut, layouts, spreadOut, type Layout } from '../testing/check-gradient.ts';

beforeAll(async () => {
  await T.start();
});

const list = (x: Tensor): number[] => [...x.dataNow()];
const layout = fc.constantFrom<Layout>(...layouts);
const shapes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 0, maxLength: 4 });
const sizeOf = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

/** erf by its series, in float64. */
function erf(x: number): number {
  let term = x;
  let total = x;
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return Math.abs(x) > 5 ? Math.sign(x) : (2 / Math.sqrt(Math.PI)) * total;
}

/** Each function, what it is in float64, where it is looked at, and how far it may be off, of its size or of 1e-7. */
const functions: Record<
  string,
  readonly [(x: Tensor) => Tensor, (x: number) => number, low: number, high: number, error?: number]
> = {
  exp: [T.exp, Math.exp, -87, 88],
  log: [T.log, Math.log, 1e-6, 1e6],
  sqrt: [T.sqrt, Math.sqrt, 0, 1e6],
  rsqrt: [T.rsqrt, (x) => 1 / Math.sqrt(x), 1e-3, 1e6],
  reciprocal: [T.reciprocal, (x) => 1 / x, 0.01, 100],
  square: [T.square, (x) => x * x, -100, 100],
  abs: [T.abs, Math.abs, -9, 9],
  sign: [T.sign, Math.sign, -9, 9],
  floor: [T.floor, Math.floor, -9, 9],
  neg: [T.neg, (x) => -x, -9, 9],
  relu: [T.relu, (x) => Math.max(0, x), -9, 9],
  gelu: [T.gelu, (x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2)), -3, 9, 2e-5],
  sigmoid: [T.sigmoid, (x) => 1 / (1 + Math.exp(-x)), -80, 80],
  tanh: [T.tanh, Math.tanh, -20, 20],
  erf: [T.erf, erf, -4.5, 4.5, 1e-6],
  sin: [T.sin, Math.sin, -30, 30, 5e-6],
  cos: [T.cos, Math.cos, -30, 30, 5e-6],
  softplus: [T.softplus, (x) => Math.log1p(Math.exp(x)), -10, 80, 2e-6],
  silu: [T.silu, (x) => x / (1 + Math.exp(-x)), -20, 20],
};

describe('functions are what they are called', () => {
  test.each(Object.entries(functions))('%s', (_, [f, exact, low, high, error = 6e-7]) => {
    const inputs = Float32Array.from({ length: 4001 }, (_, i) => low + ((high - low) * i) / 4000);
    const found = f(T.tensor(inputs)).dataNow();
    inputs.forEach((x, i) => {
      const expected = exact(x);
      const off = Math.abs((found[i] as number) - expected) / Math.max(Math.abs(expected), 0.1);
      expect(off, `f(${x}) = ${expected}, not ${found[i]}`).toBeLessThan(error);
    });
  });

  test('at their ends', () => {
    const ends = T.tensor([0, -0, Infinity, -Infinity, NaN, 1e-40, -1]);
    expect(list(T.exp(ends))).toEqual([1, 1, Infinity, 0, NaN, 1, expect.closeTo(Math.exp(-1), 6)]);
    expect(list(T.log(ends))).toEqual([
      -Infinity,
      -Infinity,
      Infinity,
      NaN,
      NaN,
      expect.closeTo(Math.log(1e-40), 3),
      NaN,
    ]);
    expect(list(T.relu(ends))).toEqual([0, 0, Infinity, 0, NaN, expect.closeTo(0, 6), 0]);
    expect(list(T.sigmoid(ends)).slice(0, 5)).toEqual([0.5, 0.5, 1, 0, NaN]);
    expect(list(T.tanh(ends)).slice(0, 5)).toEqual([0, -0, 1, -1, NaN]);
    expect(list(T.sign(ends)).slice(0, 5)).toEqual([0, -0, 1, -1, NaN]);
    expect(list(T.softplus(T.tensor([-200, 200])))).toEqual([0, 200]);
    expect(list(T.exp(T.tensor([88.8, -104])))).toEqual([Infinity, 0]);
  });

  test('powers of negative numbers and of zero', () => {
    expect(list(T.pow(T.tensor([-2, -2, -2, 0, 0, 0, 4]), T.tensor([3, 2, 0.5, 0, 2, -1, 0.5])))).toEqual([
      expect.closeTo(-8, 4),
      expect.closeTo(4, 4),
      NaN,
      1,
      0,
      Infinity,
      expect.closeTo(2, 5),
    ]);
  });
});

describe('two tensors spread to one shape', () => {
  const pairs = shapes.chain((shape) =>
    fc.tuple(
      fc.constant(shape),
      fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }),
      fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }),
    ),
  );
  const operations: Record<
    string,
    readonly [(a: Tensor, b: Tensor) => Tensor, (a: number, b: number) => number]
  > = {
    add: [T.add, (a, b) => a + b],
    sub: [T.sub, (a, b) => a - b],
    mul: [T.mul, (a, b) => a * b],
    div: [T.div, (a, b) => a / b],
    maximum: [T.maximum, Math.max],
    minimum: [T.minimum, Math.min],
    equal: [T.equal, (a, b) => Number(a === b)],
    less: [T.less, (a, b) => Number(a < b)],
    lessEqual: [T.lessEqual, (a, b) => Number(a <= b)],
    greater: [T.greater, (a, b) => Number(a > b)],
    greaterEqual: [T.greaterEqual, (a, b) => Number(a >= b)],
    'where of them': [(a, b) => T.where(T.less(a, b), a, b), (a, b) => (a < b ? a : b)],
  };
  test.each(Object.entries(operations))('%s', (_, [f, exact]) => {
    fc.assert(
      fc.property(pairs, layout, layout, fc.nat(99), ([shape, thinA, thinB], layoutA, layoutB, seed) => {
        const a = shape.map((length, axis) => (thinA[axis] === true ? 1 : length));
        const b = shape.map((length, axis) => (thinB[axis] === true ? 1 : length));
        const full = a.map((length, axis) => (length === 1 ? (b[axis] as number) : length));
        const [left, right] = [spreadOut(sizeOf(a), seed), spreadOut(sizeOf(b), seed + 1)];
        const y = f(laidOut(left, a, layoutA), laidOut(right, b, layoutB));
        expect(y.shape).toEqual(full);
        const expected = Array.from({ length: sizeOf(full) }, (_, i) =>
          Math.fround(exact(Math.fround(at(left, a, full, i)), Math.fround(at(right, b, full, i)))),
        );
        expect(list(y)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  test('over many axes that repeat in turn', () => {
    const a = T.reshape(T.range(0, 8), [2, 1, 2, 1, 2, 1]);
    const b = T.reshape(T.range(0, 8), [1, 2, 1, 2, 1, 2]);
    const expected = Array.from({ length: 64 }, (_, i) => {
      const bit = (place: number): number => (i >> place) & 1;
      return 4 * bit(5) + 2 * bit(3) + bit(1) + 10 * (4 * bit(4) + 2 * bit(2) + bit(0));
    });
    expect(list(T.add(a, T.mul(b, 10)))).toEqual(expected);
    expect(list(T.add(T.mul(b, 10), a))).toEqual(expected);
  });

  test('and say so where they do not', () => {
    expect(() => T.add(T.zeros([2, 3]), T.zeros([4]))).toThrow(
      'add: [2, 3] and [4] do not fit. Aligned at the end, each pair of lengths must be equal or one of them 1; here 3 meets 4.',
    );
    expect(() => T.add(T.zeros([2]), T.zeros([2], 'int32'))).toThrow(
      'float32 is taken here, not int32 of shape [2]. Use cast()',
    );
  });
});

/** The element of a thin tensor that belongs to element i of the full one. */
function at(
  elements: readonly number[],
  shape: readonly number[],
  full: readonly number[],
  i: number,
): number {
  let index = 0;
  let rest = i;
  let step = 1;
  for (let axis = full.length - 1; axis >= 0; axis--) {
    const place = rest % (full[axis] as number);
    rest = Math.floor(rest / (full[axis] as number));
    if (shape[axis] !== 1) index += place * step;
    step *= shape[axis] as number;
  }
  return elements[index] as number;
}

describe('reductions', () => {
  test('of any axes of any shape are those of float64', () => {
    fc.assert(
      fc.property(shapes, layout, fc.nat(15), fc.nat(99), (shape, lies, mask, seed) => {
        const axes = [...shape.keys()].filter((axis) => (mask >> axis) & 1);
        const elements = spreadOut(sizeOf(shape), seed).map(Math.fround);
        const x = laidOut(elements, shape, lies);
        const y = T.sum(x, axes);
        expect(y.shape).toEqual(shape.filter((_, axis) => !axes.includes(axis)));
        const expected = new Array<number>(y.size).fill(0);
        elements.forEach((value, i) => {
          const place = placeOf(i, shape, axes);
          expected[place] = (expected[place] as number) + value;
        });
        list(y).forEach((value, i) => expect(value).toBeCloseTo(expected[i] as number, 4));
        if (x.size === 0) return;
        const greatest = new Array<number>(y.size).fill(-Infinity);
        elements.forEach((value, i) => {
          const place = placeOf(i, shape, axes);
          greatest[place] = Math.max(greatest[place] as number, value);
        });
        expect(list(T.max(x, axes))).toEqual(greatest);
        expect(list(T.min(T.neg(x), axes))).toEqual(greatest.map((value) => -value));
      }),
      { numRuns: 100 },
    );
  });

  test('of many elements keep their precision', () => {
    const n = 3_000_001;
    const x = T.full([n], 0.1);
    expect(T.sum(x).item() / (n * Math.fround(0.1))).toBeCloseTo(1, 6);
    const columns = T.full([100_003, 3], 0.1);
    for (const value of list(T.mean(columns, 0))) expect(value).toBeCloseTo(0.1, 6);
    x.dispose();
  });

  test('of nothing', () => {
    expect(T.sum(T.zeros([0, 3])).item()).toBe(0);
    expect(list(T.sum(T.zeros([0, 3]), 0))).toEqual([0, 0, 0]);
    expect(() => T.max(T.zeros([0, 3]), 0)).toThrow('max: [0, 3] has nothing along the axes [0]');
    expect(() => T.mean(T.zeros([0]))).toThrow('mean: [0] holds nothing');
    expect(() => T.sum(T.zeros([2]), 3)).toThrow('sum: [2] has no axis 3');
  });

  test('argMax, argMin, cumsum', () => {
    const x = T.tensor([
      [1, 5, 5],
      [7, -2, NaN],
    ]);
    expect([...T.argMax(x).dataNow<'int32'>()]).toEqual([1, 2]);
    expect([...T.argMin(x, 0).dataNow<'int32'>()]).toEqual([0, 1, 1]);
    expect(
      list(
        T.cumsum(
          T.tensor([
            [1, 2, 3],
            [4, 5, 6],
          ]),
          0,
        ),
      ),
    ).toEqual([1, 2, 3, 5, 7, 9]);
    expect(list(T.cumsum(T.tensor([1, 2, 3]), 0, { reverse: true }))).toEqual([6, 5, 3]);
  });
});

/** Which element of a reduction over axes an element goes into. */
function placeOf(i: number, shape: readonly number[], axes: readonly number[]): number {
  let place = 0;
  let step = 1;
  let rest = i;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const own = rest % (shape[axis] as number);
    rest = Math.floor(rest / (shape[axis] as number));
    if (axes.includes(axis)) continue;
    place += own * step;
    step *= shape[axis] as number;
  }
  return place;
}

describe('matmul', () => {
  test('of any sizes and layouts is that of float64', () => {
    const length = fc.integer({ min: 0, max: 70 });
    fc.assert(
      fc.property(
        length,
        length,
        fc.integer({ min: 0, max: 300 }),
        layout,
        layout,
        (m, n, k, layoutA, layoutB) => {
          const a = spreadOut(m * k, 1);
          const b = spreadOut(k * n, 2);
          const y = T.matmul(laidOut(a, [m, k], layoutA), laidOut(b, [k, n], layoutB));
          expect(y.shape).toEqual([m, n]);
          const found = y.dataNow();
          for (let i = 0; i < m; i += 7)
            for (let j = 0; j < n; j += 5) {
              let expected = 0;
              for (let p = 0; p < k; p++) expected += (a[i * k + p] as number) * (b[p * n + j] as number);
              expect(Math.abs((found[i * n + j] as number) - expected)).toBeLessThan(1e-4);
            }
        },
      ),
      { numRuns: 40 },
    );
  });

  test('says what does not fit', () => {
    expect(() => T.matmul(T.zeros([2, 3]), T.zeros([2, 3]))).toThrow(
      'matmul: [2, 3] and [2, 3] do not fit: [..., m, k] and [..., k, n] with the same k are taken.',
    );
    expect(() => T.matmul(T.zeros([3]), T.zeros([3, 1]))).toThrow('[..., m, k]');
  });
});

describe('shapes', () => {
  test('change without a copy where that is possible', () => {
    const x = T.range(0, 24);
    const y = T.reshape(x, [2, 3, -1]);
    expect(y.shape).toEqual([2, 3, 4]);
    expect(y.storage).toBe(x.storage);
    expect(T.transpose(y, [2, 0, 1]).storage).toBe(x.storage);
    expect(list(T.slice(y, [1], null, [1, -1]))).toEqual([13, 14, 17, 18, 21, 22]);
    expect(list(T.flip(T.slice(x, [0, 4]), 0))).toEqual([3, 2, 1, 0]);
    expect(
      list(
        T.pad(T.tensor([[1, 2]]), [
          [1, 0],
          [0, 1],
        ]),
      ),
    ).toEqual([0, 0, 0, 1, 2, 0]);
    expect(list(T.stack([T.tensor([1, 2]), T.tensor([3, 4])], 1))).toEqual([1, 3, 2, 4]);
    expect(T.split(y, [1, 2], 1).map(({ shape }) => shape)).toEqual([
      [2, 1, 4],
      [2, 2, 4],
    ]);
  });

  test('say what is wrong', () => {
    const x = T.zeros([2, 3]);
    expect(() => T.reshape(x, [4, 2])).toThrow('reshape: [2, 3] has 6 elements, [4, 2] has 8.');
    expect(() => T.reshape(x, [4, -1])).toThrow('which [4, -1] does not divide');
    expect(() => T.transpose(x, [0, 0])).toThrow('must name every axis of [2, 3] once');
    expect(() => T.squeeze(x, 0)).toThrow('axis 0 of [2, 3] has length 2, not 1');
    expect(() => T.broadcastTo(x, [3, 2])).toThrow('[2, 3] and [3, 2] do not fit');
    expect(() => T.broadcastTo(x, [3])).toThrow('does not spread to [3]');
    expect(() => T.concat([x, T.zeros([2, 2])], 0)).toThrow(
      'float32 [2, 2] does not fit behind float32 [2, 3]',
    );
    expect(() => T.tensor([[1, 2], [3]])).toThrow('at depth 1 2 meets 1');
    expect(() => T.tensor([1, 2, 3], [2, 2])).toThrow('3 elements do not fill [2, 2], which takes 4');
    expect(() => T.slice(x, [0, 2, 0])).toThrow('a step is a whole number above 0, not 0');
    expect(() => T.split(x, 2, 1)).toThrow('cannot be cut along axis 1 into [1.5, 1.5]');
  });
});

test('a table is read by its indices, and only by those that it has', () => {
  const table = T.tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const indices = T.tensor([2, -1, 0], undefined, 'int32');
  expect(list(T.gather(table, indices))).toEqual([5, 6, 0, 0, 1, 2]);
  expect(
    list(
      T.embeddingBag(
        table,
        T.tensor(
          [
            [2, -1],
            [0, 1],
            [-1, -1],
          ],
          undefined,
          'int32',
        ),
      ),
    ),
  ).toEqual([5, 6, 2, 3, 0, 0]);
  const labels = T.gather(T.tensor([7, 8, 9], undefined, 'int32'), T.reshape(indices, [3, 1]));
  expect(labels.shape).toEqual([3, 1]);
  expect([...labels.dataNow<'int32'>()]).toEqual([9, 0, 7]);
  const bytes = T.tensor(Uint8Array.from({ length: 3 * 5 }, (_, i) => i + 200), [3, 5]); // prettier-ignore
  const pixels = T.gather(bytes, indices);
  expect(pixels.dtype).toBe('uint8');
  expect([...pixels.dataNow<'uint8'>()]).toEqual([
    210, 211, 212, 213, 214, 0, 0, 0, 0, 0, 200, 201, 202, 203, 204,
  ]);
  expect(() => T.gather(table, T.tensor([3], undefined, 'int32'))).toThrow(
    'gather: there is no index 3; they go from 0 to 2',
  );
  expect(() => T.gather(table, T.tensor([1]))).toThrow('int32 is taken here, not float32');
});

test('labels and positives that name nothing are told before anything is read or written there', () => {
  const logits = T.zeros([2, 3]);
  const wrong = T.tensor([0, 3], undefined, 'int32');
  expect(() => T.softmaxCrossEntropy(logits, wrong)).toThrow('there is no index 3; they go from 0 to 2');
  expect(() => T.oneHot(wrong, 3)).toThrow('oneHot: there is no index 3');
  expect(() => T.oneHot(T.zeros([2]), 3)).toThrow('int32 is taken here');
  const options = { temperature: 1, positives: T.tensor([1, -1], undefined, 'int32') };
  expect(() => T.contrast(logits, logits, options)).toThrow('contrast, positives: there is no index -1');
  expect(() =>
    T.contrast(logits, T.zeros([4, 3]), {
      ...options,
      positives: wrong,
      leaveOut: T.tensor([4, 0], undefined, 'int32'),
    }),
  ).toThrow('contrast, leaveOut: there is no index 4');
});

test('sorting is stable, and NaN comes last', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(1, 2, -3, NaN, 0.5, Infinity, -Infinity), { minLength: 1, maxLength: 40 }),
      fc.boolean(),
      (values, descending) => {
        const { values: sorted, indices } = T.sort(T.tensor(values), { descending });
        const expected = values
          .map((value, i) => [Math.fround(value), i] as const)
          .sort(([a, i], [b, j]) =>
            Number.isNaN(a) || Number.isNaN(b)
              ? Number(Number.isNaN(a)) - Number(Number.isNaN(b)) || i - j
              : (a === b ? 0 : descending === a > b ? -1 : 1) || i - j,
          );
        expect(list(sorted)).toEqual(expected.map(([value]) => value));
        expect([...indices.dataNow<'int32'>()]).toEqual(expected.map(([, i]) => i));
      },
    ),
  );
});

test('kinds of elements are turned into each other', () => {
  expect([...T.cast(T.tensor([-1.7, 2.9, 300]), 'int32').dataNow<'int32'>()]).toEqual([-1, 2, 300]);
  expect([...T.cast(T.tensor([-1.7, 2.9, 300]), 'uint8').dataNow<'uint8'>()]).toEqual([0, 2, 255]);
  expect(list(T.cast(T.tensor(new Uint8Array([0, 255])), 'float32'))).toEqual([0, 255]);
  expect([...T.cast(T.tensor([-5, 700], undefined, 'int32'), 'uint8').dataNow<'uint8'>()]).toEqual([0, 255]);
  expect(list(T.oneHot(T.tensor([1, -1], undefined, 'int32'), 3))).toEqual([0, 1, 0, 0, 0, 0]);
});
