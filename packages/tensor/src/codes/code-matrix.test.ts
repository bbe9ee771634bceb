import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CodeMatrix } from './code-matrix.ts';

/** By the definition, one product after the other. */
function plainDots(codes: Int8Array, queries: Int8Array, width: number): number[][] {
  const rows = (numbers: Int8Array) =>
    Array.from({ length: numbers.length / width }, (_, i) => numbers.subarray(i * width, (i + 1) * width));
  return rows(queries).map((query) =>
    rows(codes).map((row) => row.reduce((sum, x, i) => sum + x * (query[i] ?? 0), 0)),
  );
}

/** Dot products over the norms; 0 where there is none. */
function plainCosines(codes: Int8Array, queries: Int8Array, width: number): number[][] {
  const norms = (numbers: Int8Array) =>
    Array.from({ length: numbers.length / width }, (_, i) =>
      Math.hypot(...numbers.subarray(i * width, (i + 1) * width)),
    );
  const [rows, asked] = [norms(codes), norms(queries)];
  return plainDots(codes, queries, width).map((dots, q) =>
    dots.map((dot, r) => (dot === 0 ? 0 : dot / (rows[r] ?? 1) / (asked[q] ?? 1))),
  );
}

/** The largest of a list. */
const largest = (numbers: readonly number[], most: number) =>
  numbers.toSorted((a, b) => b - a).slice(0, most);

/** Numbers that a linear congruence makes of a seed. */
function someCodes(length: number, seed: number): Int8Array {
  const codes = new Int8Array(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    codes[i] = state >> 24;
  }
  return codes;
}

test('products, cosines and nearest rows are those of plain arithmetic, for every width and number of queries', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 70 }),
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 0, max: 9 }),
      fc.integer({ min: 0, max: 50 }),
      fc.integer(),
      async (width, rows, count, most, seed) => {
        const codes = someCodes(rows * width, seed);
        const queries = someCodes(count * width, seed + 1);
        const matrix = await CodeMatrix.create(width);
        matrix.append(codes);
        const expected = plainDots(codes, queries, width);
        expect([...matrix.dots(queries)]).toEqual(expected.flat());
        const cosines = plainCosines(codes, queries, width);
        const backwards = Array.from({ length: rows }, (_, i) => rows - 1 - i);
        if (count > 0)
          close(matrix.cosines(queries.subarray(0, width), backwards), cosines[0]?.toReversed() ?? []);
        matrix.nearest(queries, most).forEach((nearest, q) => {
          close(nearest.cosines, largest(cosines[q] ?? [], most));
          close(
            nearest.cosines,
            Array.from(nearest.rows, (row) => cosines[q]?.[row] ?? Number.NaN),
          );
          expect(new Set(nearest.rows).size).toBe(Math.min(rows, most));
        });
      },
    ),
    { numRuns: 60 },
  );
});

function close(found: Float64Array, expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((cosine, i) => expect(cosine).toBeCloseTo(expected[i] ?? Number.NaN, 12));
}

test('the extremes of int8 do not overflow', async () => {
  const matrix = await CodeMatrix.create(256);
  matrix.append(new Int8Array(256).fill(-128));
  expect([...matrix.dots(new Int8Array(256).fill(-128))]).toEqual([256 * 128 * 128]);
  expect([...matrix.dots(new Int8Array(5 * 256).fill(127))]).toEqual(Array(5).fill(-256 * 128 * 127));
});

test('rows are added and overwritten where they lie, over several blocks and growths of memory', async () => {
  const width = 20;
  const matrix = await CodeMatrix.create(width);
  const codes = someCodes(40_000 * width, 7);
  expect(matrix.append(codes.subarray(0, 3 * width))).toBe(0);
  expect(matrix.append(codes.subarray(3 * width))).toBe(3);
  expect(matrix.rows).toBe(40_000);
  expect(matrix.bytes).toBeLessThan(40_000 * 32 * 1.2 + 1_000_000);
  codes.set(someCodes(2 * width, 8), 20_000 * width);
  matrix.overwrite(20_000, codes.subarray(20_000 * width, 20_002 * width));
  expect(matrix.read(20_001)).toEqual(codes.slice(20_001 * width, 20_002 * width));
  const queries = someCodes(6 * width, 9);
  const expected = plainCosines(codes, queries, width);
  matrix.nearest(queries, 25).forEach(({ cosines }, q) => close(cosines, largest(expected[q] ?? [], 25)));
});

test('directions count, and of equally near rows the earlier comes first; zeros are near to nothing', async () => {
  const matrix = await CodeMatrix.create(2);
  matrix.append(Int8Array.of(1, 1, 20, 0, 3, 0, 0, 0, 127, 0, -5, 0));
  const [nearest] = matrix.nearest(Int8Array.of(2, 0), 6);
  expect([...(nearest?.rows ?? [])]).toEqual([1, 2, 4, 0, 3, 5]);
  close(nearest?.cosines ?? new Float64Array(), [1, 1, 1, Math.SQRT1_2, 0, -1]);
});

test('says what is wrong', async () => {
  await expect(CodeMatrix.create(0)).rejects.toThrow('1 to 65536 numbers, not 0');
  const matrix = await CodeMatrix.create(3);
  expect(() => matrix.append(new Int8Array(4))).toThrow('codes: 4 numbers are no whole rows of 3');
  expect(() => matrix.nearest(new Int8Array(2), 1)).toThrow('queries: 2 numbers are no whole rows of 3');
  expect(() => matrix.nearest(new Int8Array(3), 0.5)).toThrow('not 0.5');
  expect(() => matrix.cosines(new Int8Array(6), [])).toThrow('6 numbers are not one row of 3');
  expect(() => matrix.cosines(new Int8Array(3), [0])).toThrow('there are 0');
  expect(() => matrix.overwrite(0, new Int8Array(3))).toThrow('there are 0');
  expect(() => matrix.read(0)).toThrow('there are 0');
});
