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

/** The `most` best of a list, of equal ones the earlier. */
function plainNearest(dots: readonly number[], most: number): number[] {
  return dots
    .map((dot, row) => ({ dot, row }))
    .sort((a, b) => b.dot - a.dot || a.row - b.row)
    .slice(0, most)
    .map(({ row }) => row);
}

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

test('products and nearest rows are those of plain arithmetic, for every width and number of queries', async () => {
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
        const backwards = Array.from({ length: rows }, (_, i) => rows - 1 - i);
        if (count > 0)
          expect([...matrix.dotsOf(queries.subarray(0, width), backwards)]).toEqual(
            expected[0]?.toReversed(),
          );
        const nearest = matrix.nearest(queries, most);
        expect(nearest.map((one) => [...one.rows])).toEqual(expected.map((dots) => plainNearest(dots, most)));
        expect(nearest.map((one) => [...one.dots])).toEqual(
          expected.map((dots) => plainNearest(dots, most).map((row) => dots[row])),
        );
      },
    ),
    { numRuns: 60 },
  );
});

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
  expect(matrix.bytes).toBeLessThan(40_000 * 24 * 1.2 + 1_000_000);
  codes.set(someCodes(2 * width, 8), 20_000 * width);
  matrix.overwrite(20_000, codes.subarray(20_000 * width, 20_002 * width));
  expect(matrix.read(20_001)).toEqual(codes.slice(20_001 * width, 20_002 * width));
  const queries = someCodes(6 * width, 9);
  const expected = plainDots(codes, queries, width).map((dots) => plainNearest(dots, 25));
  expect(matrix.nearest(queries, 25).map(({ rows }) => [...rows])).toEqual(expected);
});

test('of equal rows the earlier are the nearer', async () => {
  const matrix = await CodeMatrix.create(2);
  matrix.append(Int8Array.of(1, 0, 2, 0, 2, 0, 1, 0, 2, 0));
  expect([...(matrix.nearest(Int8Array.of(1, 0), 4)[0]?.rows ?? [])]).toEqual([1, 2, 4, 0]);
});

test('says what is wrong', async () => {
  await expect(CodeMatrix.create(0)).rejects.toThrow('1 to 65536 numbers, not 0');
  const matrix = await CodeMatrix.create(3);
  expect(() => matrix.append(new Int8Array(4))).toThrow('codes: 4 numbers are no whole rows of 3');
  expect(() => matrix.nearest(new Int8Array(2), 1)).toThrow('queries: 2 numbers are no whole rows of 3');
  expect(() => matrix.nearest(new Int8Array(3), 0.5)).toThrow('not 0.5');
  expect(() => matrix.dotsOf(new Int8Array(6), [])).toThrow('6 numbers are not one row of 3');
  expect(() => matrix.dotsOf(new Int8Array(3), [0])).toThrow('there are 0');
  expect(() => matrix.overwrite(0, new Int8Array(3))).toThrow('there are 0');
  expect(() => matrix.read(0)).toThrow('there are 0');
});
