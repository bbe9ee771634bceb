import { customGradient, mul, random, square, start, sum, type Tensor } from '@broadsheet/tensor';
import { beforeAll, expect, test } from 'vitest';
import { checkGradient } from './check-gradient.ts';

beforeAll(() => start());

test('lets a right gradient pass and tells a wrong one with both figures', () => {
  const x = { w: random.normal(random.key(1), [3, 2]) };
  checkGradient(({ w }: { w: Tensor }) => sum(square(w)), x);
  const wrong = customGradient((w: Tensor) => ({ y: square(w), backward: (g) => [mul(g, w)] }));
  expect(() => checkGradient(({ w }: { w: Tensor }) => sum(wrong(w)), x)).toThrow(/is .+; differences give/);
});
