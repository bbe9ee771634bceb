import fc from 'fast-check';
import { expect, it } from 'vitest';
import { layOver } from './lay-over.ts';

const numbers = fc.double({ min: -2, max: 2, noNaN: true });
const maps = fc.array(fc.tuple(numbers, numbers), { minLength: 3, maxLength: 12 });

it('undoes any turn and any mirror image', () => {
  fc.assert(
    fc.property(
      maps,
      fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
      fc.boolean(),
      (map, angle, mirror) => {
        const onto = map.flat();
        const sign = mirror ? -1 : 1;
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        const moved = map.flatMap(([x, y]) => [c * x - sign * s * y, s * x + sign * c * y]);
        const back = layOver(Float64Array.from(moved), onto);
        back.forEach((one, i) => expect(one).toBeCloseTo(onto[i] ?? NaN, 6));
      },
    ),
  );
});

it('keeps distances, and lies no further off than before', () => {
  fc.assert(
    fc.property(maps, maps, (one, other) => {
      const n = Math.min(one.length, other.length);
      const [points, onto] = [one, other].map((map) => map.slice(0, n).flat()) as [number[], number[]];
      const laid = layOver(Float64Array.from(points), onto);
      const apart = (map: ArrayLike<number>) =>
        onto.reduce((sum, to, i) => sum + (to - (map[i] ?? NaN)) ** 2, 0);
      expect(apart(laid)).toBeLessThanOrEqual(apart(points) + 1e-9);
      for (let i = 0; i < 2 * n; i += 2)
        expect(Math.hypot(laid[i] ?? NaN, laid[i + 1] ?? NaN)).toBeCloseTo(
          Math.hypot(points[i] ?? NaN, points[i + 1] ?? NaN),
          9,
        );
    }),
  );
});
