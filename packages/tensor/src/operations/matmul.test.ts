import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { currentBackend } from '../backends/current.ts';
import * as T from '../index.ts';
import type { Tensor } from '../index.ts';
import { checkGradient, laidOut, layouts, spreadOut, type Layout } from '../testing/check-gradient.ts';
import { call, empty } from './call.ts';

beforeAll(async () => void (await T.start()));

const layout = fc.constantFrom<Layout>(...layouts);

/** How far the furthest elements are apart, of their size or of 1. */
function distance(a: Tensor, b: Tensor): number {
  expect(a.shape).toEqual(b.shape);
  const [x, y] = [a.dataNow(), b.dataNow()];
  return x.reduce((most, value, i) => {
    const other = y[i] as number;
    return Math.max(most, Math.abs(value - other) / Math.max(1, Math.abs(other)));
  }, 0);
}

describe('linear', () => {
  test('is the product and the shift, of any sizes and layouts', () => {
    const length = fc.integer({ min: 0, max: 40 });
    const inner = fc.oneof(length, fc.integer({ min: 250, max: 530 }));
    fc.assert(
      fc.property(length, inner, length, layout, layout, layout, (m, k, n, lies, liesW, liesShift) => {
        T.scope(() => {
          const x = laidOut(spreadOut(2 * m * k, 1), [2, m, k], lies);
          const w = laidOut(spreadOut(k * n, 2), [k, n], liesW);
          const shift = laidOut(spreadOut(n, 3), [n], liesShift);
          expect(distance(T.linear(x, w, shift), T.add(T.matmul(x, w), shift))).toBeLessThan(1e-5);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('takes one row without an axis for it', () => {
    const y = T.linear(T.tensor([1, 2]), T.tensor([[1, 0, 3], [0, 1, 1]]), T.tensor([10, 20, 30])); // prettier-ignore
    expect(y.shape).toEqual([3]);
    expect([...y.dataNow()]).toEqual([11, 22, 35]);
  });

  test('has the gradients of the product and of the shift', () => {
    const size = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(size, size, size, layout, fc.nat(1000), (m, k, n, lies, seed) => {
        const inputs = [{ shape: [2, m, k], layout: lies }, { shape: [k, n], layout: lies }, { shape: [n] }];
        checkGradient(T.linear, inputs, { seed, twice: true });
        checkGradient(T.linear, [{ shape: [k] }, ...inputs.slice(1)], { seed });
      }),
      { numRuns: 15 },
    );
  });

  test('says what does not fit', () => {
    const [x, w, shift] = [T.zeros([4, 2]), T.zeros([2, 3]), T.zeros([3])];
    expect(() => T.linear(x, T.zeros([3, 3]), shift)).toThrow(
      'linear: x [4, 2], weights [3, 3] and shift [3] do not fit: [..., inputs], [inputs, outputs] and [outputs] are taken.',
    );
    expect(() => T.linear(x, w, T.zeros([1, 3]))).toThrow('shift [1, 3]');
    expect(() => T.linear(T.zeros([]), w, shift)).toThrow('x []');
    expect(() => T.linear(T.zeros([4, 2], 'int32'), w, shift)).toThrow('linear: float32 is taken here');
  });
});

describe('products of batches', () => {
  /** Runs with the names of the kernels that were asked for. */
  function kernelsOf(work: () => void): string[] {
    const backend = currentBackend();
    const { run } = backend;
    const asked: string[] = [];
    backend.run = (kernel, ...rest): void => {
      asked.push(kernel);
      run.call(backend, kernel, ...rest);
    };
    try {
      work();
    } finally {
      backend.run = run;
    }
    return asked;
  }

  test('of attention’s heads copy nothing', () => {
    const qkv = T.random.normal(T.random.key(1), [3, 5, 3, 4, 8]);
    const [q, k, v] = T.split(T.transpose(qkv, [2, 0, 3, 1, 4]), 3).map((part) => T.squeeze(part, 0)) as [
      Tensor,
      Tensor,
      Tensor,
    ];
    let found = q;
    expect(kernelsOf(() => (found = T.matmul(T.matmul(q, T.transpose(k)), v)))).toEqual(['matmul', 'matmul']);
    const expected = T.matmul(T.matmul(T.copy(q), T.copy(T.transpose(k))), T.copy(v));
    expect([...found.dataNow()]).toEqual([...expected.dataNow()]);
  });

  test('over any axes and layouts are those of copies in order, to the bit', () => {
    const axis = fc.constantFrom(1, 2, 3);
    fc.assert(
      fc.property(
        fc.array(axis, { maxLength: 4 }),
        fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 4, maxLength: 4 }),
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 }),
        layout,
        (batch, thin, order, lies) => {
          T.scope(() => {
            const shapeOf = (side: 0 | 1): number[] =>
              batch.map((length, i) => (thin[i]?.[side] === true ? 1 : length));
            const [shapeA, shapeB] = [
              [...shapeOf(0), 5, 7],
              [...shapeOf(1), 7, 4],
            ];
            const a = laidOut(
              spreadOut(
                shapeA.reduce((x, y) => x * y),
                1,
              ),
              shapeA,
              lies,
            );
            const b = laidOut(
              spreadOut(
                shapeB.reduce((x, y) => x * y),
                2,
              ),
              shapeB,
              'dense',
            );
            // The batch's axes in another order in memory.
            const places = order.filter((place) => place < batch.length);
            const turn = [...places, batch.length, batch.length + 1];
            const back = turn.map((_, place) => turn.indexOf(place));
            const turned = T.transpose(T.copy(T.transpose(a, turn)), back);
            const full = [...batch.map((length, i) => (thin[i]?.every(Boolean) === true ? 1 : length))];
            const plainA = T.copy(T.broadcastTo(a, [...full, 5, 7]));
            const plainB = T.copy(T.broadcastTo(b, [...full, 7, 4]));
            expect([...T.matmul(turned, b).dataNow()]).toEqual([...T.matmul(plainA, plainB).dataNow()]);
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('similarities of rows with themselves', () => {
  const gram = (x: Tensor): Tensor =>
    call('gram', [x], [empty([x.shape[0] as number, x.shape[0] as number])], {});

  test.each([[1, 1], [3, 5], [24, 8], [25, 300], [47, 2], [48, 16], [100, 520], [1100, 3]])(
    'of %i rows of %i are the whole product, and exactly symmetric',
    (n, k) => {
      T.scope(() => {
        const x = T.random.normal(T.random.key(n), [n, k]);
        const y = gram(x);
        expect(distance(y, T.matmul(x, T.transpose(x)))).toBeLessThan(1e-5);
        expect(y.dataNow()).toEqual(T.transpose(y).dataNow());
      });
    },
  ); // prettier-ignore

  test('of rows without anything in them are 0', () => {
    expect([...gram(T.zeros([2, 0])).dataNow()]).toEqual([0, 0, 0, 0]);
  });
});
