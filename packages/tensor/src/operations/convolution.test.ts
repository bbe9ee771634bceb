import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import * as T from '../index.ts';
import { checkGradient, laidOut, spreadOut } from '../testing/check-gradient.ts';

beforeAll(async () => {
  await T.start();
});

const small = fc.integer({ min: 1, max: 7 });
const taps = fc.integer({ min: 1, max: 4 });
const around = fc.integer({ min: 0, max: 2 });
const cases = fc
  .record({
    n: fc.integer({ min: 1, max: 2 }),
    h: small,
    w: small,
    cin: fc.integer({ min: 1, max: 10 }),
    r: taps,
    s: taps,
    cout: fc.integer({ min: 1, max: 10 }),
    strideY: fc.integer({ min: 1, max: 3 }),
    strideX: fc.integer({ min: 1, max: 3 }),
    top: around,
    bottom: around,
    left: around,
    right: around,
    layout: fc.constantFrom('dense' as const, 'transposed' as const, 'flipped' as const),
  })
  .filter(({ h, w, r, s, top, bottom, left, right }) => h + top + bottom >= r && w + left + right >= s);
type Case = typeof cases extends fc.Arbitrary<infer C> ? C : never;

function options({ strideY, strideX, top, bottom, left, right }: Case): T.WindowOptions {
  return {
    stride: [strideY, strideX],
    padding: [
      [top, bottom],
      [left, right],
    ],
  };
}

describe('a convolution', () => {
  test('is what its formula says', () => {
    fc.assert(
      fc.property(cases, (c) => {
        const { n, h, w, cin, r, s, cout, strideY, strideX, top, left } = c;
        const x = spreadOut(n * h * w * cin, 3);
        const f = spreadOut(r * s * cin * cout, 4);
        const y = T.conv2d(
          laidOut(x, [n, h, w, cin], c.layout),
          laidOut(f, [r, s, cin, cout], 'dense'),
          options(c),
        );
        const [, p, q] = y.shape as [number, number, number];
        const found = y.dataNow();
        for (let at = 0; at < y.size; at += 3) {
          const o = at % cout;
          const j = Math.floor(at / cout) % q;
          const i = Math.floor(at / cout / q) % p;
          const image = Math.floor(at / cout / q / p);
          let expected = 0;
          for (let a = 0; a < r; a++)
            for (let b = 0; b < s; b++)
              for (let k = 0; k < cin; k++) {
                const [row, column] = [i * strideY + a - top, j * strideX + b - left];
                if (row < 0 || row >= h || column < 0 || column >= w) continue;
                expected +=
                  (x[((image * h + row) * w + column) * cin + k] as number) *
                  (f[((a * s + b) * cin + k) * cout + o] as number);
              }
          expect(found[at]).toBeCloseTo(expected, 4);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('has the gradients that differences show, twice', () => {
    fc.assert(
      fc.property(cases, fc.nat(99), (c, seed) => {
        const { n, h, w, cin, r, s, cout, layout } = c;
        const inputs = [{ shape: [n, h, w, cin], layout }, { shape: [r, s, cin, cout] }];
        checkGradient((x, f) => T.conv2d(x, f, options(c)), inputs, { seed, twice: true });
      }),
      { numRuns: 40 },
    );
  });

  test('by tiles is the same, and so are its gradients', () => {
    // Large enough for tiles, and once more cut into images that are too few for them.
    const x = T.random.normal(T.random.key(1), [9, 17, 15, 13]);
    const f = T.random.normal(T.random.key(2), [3, 3, 13, 18], 0, 0.2);
    const run = (padding: 'same' | 'valid', images: number): number[][] => {
      const loss = (p: { x: T.Tensor; f: T.Tensor }): T.Tensor => {
        const parts = T.split(p.x, new Array<number>(9 / images).fill(images)).map((part) =>
          T.conv2d(part, p.f, { padding }),
        );
        const y = T.concat(parts);
        return T.sum(T.mul(y, T.random.normal(T.random.key(3), y.shape)));
      };
      const { value, gradients } = T.valueAndGrad(loss)({ x, f });
      return [[value.item()], [...gradients.x.dataNow()], [...gradients.f.dataNow()]];
    };
    for (const padding of ['same', 'valid'] as const) {
      const tiles = run(padding, 9);
      const direct = run(padding, 1);
      tiles.forEach((list, i) =>
        list.forEach((value, j) =>
          expect(Math.abs(value - (direct[i]?.[j] as number))).toBeLessThan(2e-3 + 1e-4 * Math.abs(value)),
        ),
      );
    }
  });

  test('for each channel by itself, with its gradients', () => {
    fc.assert(
      fc.property(cases, fc.nat(99), (c, seed) => {
        const { n, h, w, cin, r, s, layout } = c;
        const inputs = [{ shape: [n, h, w, cin], layout }, { shape: [r, s, cin] }];
        checkGradient((x, f) => T.depthwiseConv2d(x, f, options(c)), inputs, { seed, twice: true });
      }),
      { numRuns: 40 },
    );
    // The same as a dense one whose filters lie on the diagonal.
    const x = T.random.normal(T.random.key(1), [2, 6, 5, 3]);
    const f = T.random.normal(T.random.key(2), [3, 3, 3]);
    const wide = T.mul(T.expandDims(f, 3), T.identity(3));
    const found = T.depthwiseConv2d(x, f, { padding: 'same' }).dataNow();
    T.conv2d(x, wide, { padding: 'same' })
      .dataNow()
      .forEach((value, i) => expect(found[i]).toBeCloseTo(value, 4));
  });

  test('says what does not fit', () => {
    const x = T.zeros([1, 4, 4, 2]);
    expect(() => T.conv2d(x, T.zeros([3, 3, 3, 8]))).toThrow(
      'x [1, 4, 4, 2] has 2 channels, filters [3, 3, 3, 8] take 3',
    );
    expect(() => T.conv2d(x, T.zeros([5, 3, 2, 8]))).toThrow('no window of 5 × 3 fits on x [1, 4, 4, 2]');
    expect(() => T.conv2d(T.zeros([4, 4]), T.zeros([3, 3, 2, 8]))).toThrow(
      'x [n, h, w, channels] is taken here',
    );
    expect(() => T.conv2d(x, T.zeros([3, 3, 2, 8]), { stride: 0 })).toThrow(
      'strides are whole numbers above 0',
    );
  });

  test('of no images has none, and no gradient', () => {
    const f = T.ones([3, 3, 2, 8]);
    const g = T.grad((p: T.Tensor) => T.sum(T.conv2d(T.zeros([0, 4, 4, 2]), p)))(f);
    expect(g.dataNow().every((value) => value === 0)).toBe(true);
  });

  test('of rows that are too wide for a thread’s own memory', () => {
    const x = T.random.normal(T.random.key(1), [1, 4, 3000, 48]);
    const f = T.random.normal(T.random.key(2), [3, 3, 48, 4], 0, 0.1);
    const y = T.conv2d(x, f, { padding: 'same' });
    const part = T.conv2d(T.slice(x, null, null, [1000, 1012]), f, { padding: 'same' });
    const [whole, cut] = [T.slice(y, null, null, [1001, 1011]), T.slice(part, null, null, [1, 11])];
    cut.dataNow().forEach((value, i) => expect(whole.dataNow()[i]).toBeCloseTo(value, 3));
  });
});

describe('pooling', () => {
  test('has the gradients that differences show, twice', () => {
    fc.assert(
      fc.property(cases, fc.nat(99), (c, seed) => {
        const { h, w, r, s, layout } = c;
        const pool = { ...options(c), size: [r, s] as const };
        // A window that lies outside has no greatest value.
        if (Math.max(c.top, c.bottom) >= r || Math.max(c.left, c.right) >= s) return;
        // Few elements, so that they lie far enough apart for differences.
        checkGradient((x) => T.maxPool2d(x, pool), [{ shape: [1, h, w, 1], layout }], { seed, twice: true });
        checkGradient((x) => T.averagePool2d(x, pool), [{ shape: [c.n, h, w, c.cin], layout }], {
          seed,
          twice: true,
        });
      }),
      { numRuns: 60 },
    );
  });

  test('takes windows side by side, and only what lies in the image', () => {
    const x = T.reshape(T.range(0, 16), [1, 4, 4, 1]);
    expect([...T.maxPool2d(x, { size: 2 }).dataNow()]).toEqual([5, 7, 13, 15]);
    expect([...T.averagePool2d(x, { size: 2 }).dataNow()]).toEqual([2.5, 4.5, 10.5, 12.5]);
    expect([...T.averagePool2d(x, { size: 3, stride: 3, padding: 1 }).dataNow()]).toEqual([
      2.5, 4.5, 10.5, 12.5,
    ]);
    expect(
      T.maxPool2d(T.tensor(new Float32Array([NaN, 1]), [1, 1, 2, 1]), { size: [1, 2] }).item(),
    ).toBeNaN();
  });
});
