import { beforeAll, describe, expect, test } from 'vitest';
import * as T from '../index.ts';
import type { Backend, Tensor } from '../index.ts';

let backend: Backend;

beforeAll(async () => {
  backend = await T.start();
});

const list = (x: Tensor): number[] => [...x.dataNow()];

describe('a gradient', () => {
  test('has the structure of the parameters, zeros where nothing flows', () => {
    T.scope(() => {
      const parameters = { layers: [{ w: T.tensor([2]), unused: T.tensor([[1, 1]]) }], b: T.tensor([3]) };
      const both = T.valueAndGrad((p: typeof parameters) => T.sum(T.mul(p.layers[0]?.w as Tensor, p.b)));
      const { value, gradients } = both(parameters);
      expect(value.item()).toBe(6);
      expect(list(gradients.layers[0]?.w as Tensor)).toEqual([3]);
      expect(list(gradients.layers[0]?.unused as Tensor)).toEqual([0, 0]);
      expect(list(gradients.b)).toEqual([2]);
      expect(T.leavesOf(parameters).map(([place]) => place)).toEqual(['layers.0.w', 'layers.0.unused', 'b']);
    });
  });

  test('gives what else the loss returns, without a way back', () => {
    T.scope(() => {
      const run = T.valueAndGrad((p: Tensor, x: Tensor) => {
        const y = T.mul(p, x);
        return [T.sum(y), { y }] as const;
      });
      const { extra, gradients } = run(T.tensor([1, 2]), T.tensor([5, 7]));
      expect(list(extra.y)).toEqual([5, 14]);
      expect(list(gradients)).toEqual([5, 7]);
    });
  });

  test('adds up where a value is used more than once', () => {
    T.scope(() => {
      const g = T.grad((x: Tensor) => T.sum(T.add(T.mul(x, x), T.add(x, x))))(T.tensor([3]));
      expect(list(g)).toEqual([8]);
    });
  });

  test('of a loss that is a parameter, a constant, or not a number', () => {
    T.scope(() => {
      const x = T.tensor([4]);
      const { value, gradients } = T.valueAndGrad((p: Tensor) => p)(x);
      expect([value.item(), gradients.item()]).toEqual([4, 1]);
      expect(x.disposed).toBe(false);
      expect(T.grad((p: Tensor) => T.tensor([p.size]))(x).item()).toBe(0);
      expect(() => T.grad((p: Tensor) => T.mul(p, T.ones([2])))(x)).toThrow(
        'the loss has shape [2]. Use mean()',
      );
    });
  });

  test('stops where it is told to', () => {
    T.scope(() => {
      const g = T.grad((x: Tensor) => T.sum(T.mul(x, T.stopGradient(x))))(T.tensor([3]));
      expect(list(g)).toEqual([3]);
    });
  });

  test('of a gradient, with a penalty on its length as critics have it', () => {
    // f(w, x) = Σ tanh(w·x); penalty (|∂f/∂x| - 1)². Compared with differences in w.
    const penalty = (w: Tensor): Tensor => {
      const x = T.tensor([[0.3, -0.7]]);
      const g = T.grad((at: Tensor) => T.sum(T.tanh(T.matmul(at, w))))(x);
      return T.square(T.sub(T.sqrt(T.sum(T.square(g))), 1));
    };
    T.scope(() => {
      const w = [0.5, -0.2, 0.8, 0.1];
      const found = list(T.grad(penalty)(T.tensor(Float32Array.from(w), [2, 2])));
      w.forEach((_, i) => {
        const at = (h: number): number =>
          penalty(
            T.tensor(
              Float32Array.from(w, (v, j) => v + (i === j ? h : 0)),
              [2, 2],
            ),
          ).item();
        expect(found[i]).toBeCloseTo((at(0.01) - at(-0.01)) / 0.02, 3);
      });
    });
  });

  test('through a step of training, as a bilevel method takes it', () => {
    // d/dλ of (w - η·∂/∂w λ·w²)² at w = 1, η = 0.1: 2(1 - 0.2λ)(-0.2).
    T.scope(() => {
      const outer = T.grad((lambda: Tensor) => {
        const w = T.tensor([1]);
        const g = T.grad((p: Tensor) => T.sum(T.mul(lambda, T.square(p))))(w);
        return T.sum(T.square(T.sub(w, T.mul(0.1, g))));
      })(T.tensor([2]));
      expect(outer.item()).toBeCloseTo(2 * (1 - 0.4) * -0.2, 5);
    });
  });

  test('of a third order', () => {
    T.scope(() => {
      const third = T.grad((a: Tensor) =>
        T.sum(T.grad((b: Tensor) => T.sum(T.grad((c: Tensor) => T.sum(T.pow(c, 4)))(b)))(a)),
      );
      expect(list(third(T.tensor([2])))).toEqual([expect.closeTo(48, 2)]);
    });
  });

  test('is refused where an input has changed since', () => {
    T.scope(() => {
      const w = T.tensor([1, 2]);
      const moments = { mean: T.zeros([2]), square: T.zeros([2]) };
      const options = { learningRate: 1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, step: 1 };
      expect(() =>
        T.grad((p: Tensor) => {
          const y = T.square(p);
          T.adamStep(w, T.ones([2]), moments, options);
          return T.sum(y);
        })(w),
      ).toThrow('An input of square was changed in place');
    });
  });
});

describe('a table', () => {
  test('gets sparse rows that are the dense gradient', () => {
    T.scope(() => {
      const weights = T.random.normal(T.random.key(3), [50, 4]);
      const some = T.tensor(
        [
          [1, 7, 7],
          [49, -1, 1],
        ],
        undefined,
        'int32',
      );
      const loss = (e: Tensor): Tensor => T.sum(T.square(e));
      const dense = T.grad((t: Tensor) => loss(T.embeddingBag(t, some)))(weights);
      const sparse = T.grad((t: T.EmbeddingTable) => loss(T.embeddingBag(t, some)))(
        new T.EmbeddingTable(weights),
      );
      const rows = [...sparse.rows.dataNow<'int32'>()];
      expect(rows).toEqual([1, 7, 49, -1, -1, -1]);
      rows
        .slice(0, 3)
        .forEach((row, i) =>
          expect(list(T.slice(sparse.values, [i, i + 1]))).toEqual(list(T.slice(dense, [row, row + 1]))),
        );
      expect(list(T.sum(dense, 1)).filter((value) => value !== 0)).toHaveLength(3);
      // Used twice in one loss, its rows are added.
      const twice = T.grad((t: T.EmbeddingTable) =>
        T.add(loss(T.embeddingBag(t, some)), loss(T.embeddingBag(t, some))),
      )(new T.EmbeddingTable(weights));
      expect([...twice.rows.dataNow<'int32'>()].slice(0, 3)).toEqual([1, 7, 49]);
      expect(T.slice(twice.values, [0, 1]).dataNow()[0]).toBeCloseTo(
        2 * (T.slice(dense, [1, 2]).dataNow()[0] as number),
        5,
      );
      expect(
        T.grad((t: T.EmbeddingTable) => T.sum(T.mul(T.tensor([1]), t.weights.size)))(
          new T.EmbeddingTable(weights),
        ).rows.size,
      ).toBe(0);
    });
  });

  test('has no gradient of its gradient, and says so', () => {
    T.scope(() => {
      const table = new T.EmbeddingTable(T.ones([3, 2]));
      const bags = T.tensor([[0, 2]], undefined, 'int32');
      const inner = (t: T.EmbeddingTable): Tensor => {
        const { values } = T.grad((u: T.EmbeddingTable) => T.sum(T.square(T.embeddingBag(u, bags))))(t);
        return T.sum(T.square(values));
      };
      expect(() => T.grad(inner)(table)).toThrow('Use its weights, a tensor, as the table');
    });
  });

  test('is trained in the rows that were used, and only there', () => {
    T.scope(() => {
      const weights = T.ones([10, 3]);
      const table = new T.EmbeddingTable(weights);
      const moments = { mean: T.zeros([10, 3]), square: T.zeros([10, 3]) };
      const g = T.grad((t: T.EmbeddingTable) =>
        T.sum(T.embeddingBag(t, T.tensor([[2, 5]], undefined, 'int32'))),
      )(table);
      T.adamStep(table, g, moments, {
        learningRate: 0.1,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weightDecay: 0,
        step: 1,
      });
      const after = list(T.sum(weights, 1));
      after.forEach((value, row) => expect(value).toBeCloseTo(row === 2 || row === 5 ? 2.7 : 3, 4));
      const squares = T.zeros([10, 3]);
      T.adagradStep(table, g, squares, { learningRate: 0.1, epsilon: 1e-10 });
      expect(list(T.sum(weights, 1))[2]).toBeCloseTo(2.4, 4);
      expect(list(T.sum(squares, 1))[5]).toBeCloseTo(3 * 0.25, 5);
    });
  });
});

describe('a gradient of one’s own', () => {
  test('passes straight through a rounding', () => {
    const round = T.customGradient((x: Tensor) => ({ y: T.floor(T.add(x, 0.5)), backward: (g) => [g] }));
    T.scope(() => {
      expect(list(round(T.tensor([1.4, 1.6])))).toEqual([1, 2]);
      expect(
        list(T.grad((x: Tensor) => T.sum(T.mul(round(x), T.tensor([2, 3]))))(T.tensor([1.4, 1.6]))),
      ).toEqual([2, 3]);
    });
  });

  test('of the wrong shape is refused', () => {
    const wrong = T.customGradient((x: Tensor) => ({ y: T.sum(x), backward: () => [T.ones([3])] }));
    T.scope(() => {
      expect(() => T.grad((x: Tensor) => wrong(x))(T.tensor([1, 2]))).toThrow(
        'with respect to input 0 has shape [3], not [2]',
      );
    });
  });
});

describe('a checkpoint', () => {
  const block = (x: Tensor, w: Tensor): Tensor => {
    let y = x;
    for (let i = 0; i < 8; i++) y = T.tanh(T.matmul(y, w));
    return y;
  };
  const run = (f: (x: Tensor, w: Tensor) => Tensor): { gradient: number[]; peak: number } => {
    let peak = 0;
    const gradient = T.scope(() => {
      const w = T.random.normal(T.random.key(1), [16, 16], 0, 0.3);
      const x = T.random.normal(T.random.key(2), [64, 16]);
      const g = T.grad((p: Tensor) => {
        const y = T.sum(f(f(x, p), p));
        peak = backend.memory().usedBytes;
        return y;
      })(w);
      return list(g);
    });
    return { gradient, peak };
  };

  test('gives the same gradient and keeps less', () => {
    const plain = run(block);
    const less = run(T.checkpoint(block));
    less.gradient.forEach((value, i) => expect(value).toBeCloseTo(plain.gradient[i] as number, 4));
    expect(less.peak).toBeLessThan(plain.peak / 2);
  });

  test('can be differentiated twice', () => {
    T.scope(() => {
      const cube = T.checkpoint((x: Tensor) => T.mul(x, T.mul(x, x)));
      const second = T.grad((x: Tensor) => T.sum(T.grad((y: Tensor) => T.sum(cube(y)))(x)))(T.tensor([2]));
      expect(second.item()).toBeCloseTo(12, 4);
    });
  });
});

test('nothing that was made on the way stays', () => {
  const w = T.tensor([[0.5, -0.2]]);
  const work = (): void => {
    const { value, gradients, extra } = T.valueAndGrad((p: Tensor) => {
      const inner = T.grad((q: Tensor) => T.sum(T.gelu(T.softmax(T.mul(q, p)))))(p);
      return [T.sum(T.square(inner)), T.exp(inner)] as const;
    })(w);
    for (const kept of [value, gradients, extra]) kept.dispose();
    T.grad((p: Tensor) => T.sum(T.checkpoint((q: Tensor) => T.layerNorm(q, T.ones([2]), T.zeros([2])))(p)))(
      w,
    ).dispose();
  };
  // The first time makes constants, which stay for next time.
  work();
  const { storages, usedBytes } = backend.memory();
  for (let i = 0; i < 5; i++) work();
  expect(backend.memory()).toMatchObject({ storages, usedBytes });
});
