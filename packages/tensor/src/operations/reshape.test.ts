import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import * as T from '../index.ts';

beforeAll(async () => void (await T.start()));

const lengths = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 5 });

test('reshaping a view gives what reshaping a copy gives', () => {
  fc.assert(
    fc.property(
      lengths,
      fc.nat(),
      fc.nat(),
      fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
      (shape, turn, cut, flags) => {
        T.scope(() => {
          const size = shape.reduce((a, b) => a * b);
          const order = shape.map((_, axis) => (axis + turn) % shape.length);
          let x = T.transpose(T.reshape(T.range(0, size), shape), order);
          x = T.flip(x, ...x.shape.flatMap((_, axis) => (flags[axis] === true ? [axis] : [])));
          // A shape of the same size: the lengths of x with some neighbours joined, or joined and cut elsewhere.
          const joined: number[] = [];
          x.shape.forEach((length, axis) => {
            if (axis > 0 && (cut >> axis) % 2 === 0)
              joined[joined.length - 1] = (joined.at(-1) as number) * length;
            else joined.push(length);
          });
          for (const target of [joined, [size], [1, ...joined, 1], [...shape].reverse(), x.shape]) {
            const y = T.reshape(x, target);
            expect(y.shape).toEqual(target);
            expect([...y.dataNow()]).toEqual([...x.dataNow()]);
          }
        });
      },
    ),
  );
});

test('a view is reshaped without a copy where its steps allow it', () => {
  const x = T.transpose(T.reshape(T.range(0, 120), [2, 3, 4, 5]), [2, 0, 1, 3]);
  expect(T.reshape(x, [4, 6, 5]).storage).toBe(x.storage);
  expect(T.reshape(x, [2, 2, 2, 3, 1, 5]).storage).toBe(x.storage);
  expect(T.squeeze(T.slice(x, [1, 2]), 0).storage).toBe(x.storage);
  expect(T.reshape(T.broadcastTo(T.ones([1]), [6]), [2, 3]).storage.bytes).toBe(4);
  expect(T.reshape(x, [8, 15]).storage).not.toBe(x.storage);
});
