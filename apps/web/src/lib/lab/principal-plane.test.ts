import { expect, it } from 'vitest';
import { principalPlane } from './principal-plane.ts';

it('finds the plane in which points lie, and keeps their distances up to a scale', () => {
  // A rectangle of 4 × 2 in the plane through (1, 1, 0) and (0, 0, 1), far from the origin.
  const side = Math.SQRT1_2;
  const corners = [
    [2, 1],
    [2, -1],
    [-2, 1],
    [-2, -1],
  ] as const;
  const values = Float32Array.from(corners.flatMap(([u, v]) => [5 + side * u, 5 + side * u, 7 + v]));
  const { points, shown } = principalPlane({ values, n: 4, width: 3 });
  expect(shown).toBeCloseTo(1, 6);
  const distance = (i: number, j: number): number =>
    Math.hypot(
      (points[2 * i] ?? 0) - (points[2 * j] ?? 0),
      (points[2 * i + 1] ?? 0) - (points[2 * j + 1] ?? 0),
    );
  expect(distance(0, 2) / distance(0, 1)).toBeCloseTo(2, 5);
  expect(points.reduce((sum, one) => sum + one * one, 0) / 4).toBeCloseTo(1, 6);
});

it('says how much of the variance lies outside of the plane', () => {
  const axes = [0, 1, 2].flatMap((axis) =>
    [1, -1].map((sign) => [0, 0, 0].map((_, i) => (i === axis ? sign : 0))),
  );
  const { shown } = principalPlane({ values: Float32Array.from(axes.flat()), n: 6, width: 3 });
  expect(shown).toBeCloseTo(2 / 3, 6);
});

it('puts all into the middle where all are the same, and refuses a line', () => {
  const { points, shown } = principalPlane({ values: new Float32Array(6).fill(3), n: 2, width: 3 });
  expect([...points]).toEqual([0, 0, 0, 0]);
  expect(shown).toBe(0);
  expect(() => principalPlane({ values: new Float32Array(3), n: 3, width: 1 })).toThrow('span no plane');
});
