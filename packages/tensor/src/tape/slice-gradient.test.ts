import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import * as T from '../index.ts';
import type { Backend, Tensor } from '../index.ts';
import { checkGradient } from '../testing/check-gradient.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await T.start();
});

const list = (x: Tensor): number[] => [...x.dataNow()];

describe('the gradient of slices', () => {
  test('is joined, added up where they overlap, and 0 elsewhere', () => {
    T.scope(() => {
      const x = T.range(0, 6);
      const cut = (w: Tensor, ...ranges: readonly (readonly number[])[]): Tensor =>
        ranges
          .map((range, i) => T.mul(i + 1, T.sum(T.slice(w, range as [number, number]))))
          .reduce((a, b) => T.add(a, b));
      const gradient = (...ranges: readonly (readonly number[])[]): number[] =>
        list(T.grad((w: Tensor) => cut(w, ...ranges))(x));
      expect(gradient([0, 2], [2, 6])).toEqual([1, 1, 2, 2, 2, 2]);
      expect(gradient([0, 1], [4, 5])).toEqual([1, 0, 0, 0, 2, 0]);
      expect(gradient([0, 4], [2, 6])).toEqual([1, 1, 3, 3, 2, 2]);
      expect(gradient([0, 6, 2], [1, 6, 2])).toEqual([1, 2, 1, 2, 1, 2]);
      expect(gradient([3, 3])).toEqual([0, 0, 0, 0, 0, 0]);
      // The whole beside the parts, before them and after them.
      const both = T.grad((w: Tensor) => T.add(T.sum(T.mul(5, w)), cut(w, [1, 3])))(x);
      expect(list(both)).toEqual([5, 6, 6, 5, 5, 5]);
      const turned = T.grad((w: Tensor) => T.add(cut(w, [1, 3]), T.sum(T.mul(5, w))))(x);
      expect(list(turned)).toEqual([5, 6, 6, 5, 5, 5]);
    });
  });

  test('is that of finite differences for any order of axes and any cuts', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        fc.nat(2),
        fc.integer({ min: 1, max: 3 }),
        fc.nat(99),
        (order, axis, at, seed) => {
          const f = (x: Tensor): Tensor => {
            const turned = T.transpose(x, order);
            const [first, second] = T.split(turned, [at, 4 - at], axis) as [Tensor, Tensor];
            return T.add(T.sum(T.square(T.square(first))), T.sum(T.mul(second, T.square(second))));
          };
          checkGradient((x) => T.reshape(f(x), [1]), [{ shape: [4, 4, 4] }], { seed, twice: true });
        },
      ),
      { numRuns: 20 },
    );
  });

  test('of heads cut from one product takes three copies and nothing to fill', () => {
    T.scope(() => {
      const asked: string[] = [];
      const { run } = backend;
      const gradient = T.grad((qkv: Tensor) => {
        const parts = T.split(T.transpose(T.reshape(T.mul(qkv, 2), [5, 3, 2, 4]), [1, 2, 0, 3]), 3);
        backend.run = (kernel, ...rest): void => {
          asked.push(kernel);
          run.call(backend, kernel, ...rest);
        };
        return T.sum(parts.map((part, i) => T.mul(part, i + 1)).reduce((a, b) => T.add(a, b)));
      })(T.ones([5, 24]));
      backend.run = run;
      expect(asked.filter((kernel) => kernel === 'copy')).toHaveLength(3);
      expect(list(gradient).slice(0, 24)).toEqual(
        [2, 4, 6].flatMap((value) => new Array<number>(8).fill(value)),
      );
    });
  });

  test('leaves nothing behind', () => {
    const x = T.ones([6, 2]);
    const work = (): void =>
      T.scope(() => {
        T.grad((w: Tensor) => {
          const [a, b] = T.split(T.transpose(w), [2, 4], 1) as [Tensor, Tensor];
          return T.add(T.sum(T.mul(a, a)), T.sum(T.square(T.slice(b, null, [1, 3]))));
        })(x);
      });
    work();
    const { storages, usedBytes } = backend.memory();
    for (let i = 0; i < 5; i++) work();
    expect(backend.memory()).toMatchObject({ storages, usedBytes });
  });
});
