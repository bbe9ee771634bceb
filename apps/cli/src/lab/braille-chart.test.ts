import { expect, test } from 'vitest';
import { brailleChart } from './braille-chart.ts';

test('a falling line is drawn from the upper left to the lower right', () => {
  expect(brailleChart([3, 2, 1, 0], 2, 1)).toEqual(['⠑⢄']);
  expect(brailleChart([0, 0, 8, 8], 2, 2)).toEqual(['⠀⡏', '⣀⠇']);
});

test('many values are taken together, few leave the rest empty, and nothing is nothing', () => {
  const [line] = brailleChart(
    Array.from({ length: 1000 }, (_, i) => -i),
    2,
    1,
  );
  expect(line).toBe('⠑⢄');
  expect(brailleChart([1], 3, 1)).toEqual(['⠄⠀⠀']);
  expect(brailleChart([], 2, 1)).toEqual(['⠀⠀']);
  expect(brailleChart([Number.NaN, 1], 2, 1)[0]).toHaveLength(2);
});
