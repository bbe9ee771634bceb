import fc from 'fast-check';
import { expect, it } from 'vitest';
import { windowOf } from './draw-map.ts';

it('takes the smallest square around all points', () => {
  expect(windowOf([-1, 0, 3, 1, 0, 0.5])).toEqual({ x: 1, y: 0.5, extent: 2 });
  expect(windowOf([4, 5])).toEqual({ x: 4, y: 5, extent: 1 });
  expect(windowOf([])).toEqual({ x: 0, y: 0, extent: 1 });
});

it('leaves no point outside, and touches one', () => {
  const numbers = fc.double({ min: -5, max: 5, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(numbers, numbers), { minLength: 2 }), (points) => {
      const { x, y, extent } = windowOf(points.flat());
      const furthest = Math.max(...points.map(([a, b]) => Math.max(Math.abs(a - x), Math.abs(b - y))));
      // Differences of numbers up to 5 are known to some 1e-15, however small they are.
      fc.pre(furthest > 1e-9);
      expect(Math.abs(furthest - extent)).toBeLessThan(1e-12);
    }),
  );
});
