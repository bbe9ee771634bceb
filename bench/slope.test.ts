import { expect, it } from 'vitest';
import { slope } from './slope.ts';

it('is that of the line which least squares gives', () => {
  expect(
    slope([
      [0, 5],
      [1, 3],
      [2, 1],
    ]),
  ).toBeCloseTo(-2, 12);
  // By hand: deviations of x −1, 0, 1; of y −1, −1, 2; so (1 + 0 + 2) / 2.
  expect(
    slope([
      [1, 0],
      [2, 0],
      [3, 3],
    ]),
  ).toBeCloseTo(1.5, 12);
});

it('is not there for fewer than two places', () => {
  expect(slope([])).toBeNaN();
  expect(slope([[1, 4]])).toBeNaN();
  expect(
    slope([
      [1, 4],
      [1, 9],
    ]),
  ).toBeNaN();
});
