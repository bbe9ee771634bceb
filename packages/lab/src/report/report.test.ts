import { expect, test } from 'vitest';
import { differenceFigure, figure, metricLabel, orderedMetrics, spreadFigure } from './figures.ts';
import { markdownTable } from './markdown-table.ts';
import { spreadOf, standardError } from './spread.ts';

test('spread is the sample standard deviation, and a single value has none', () => {
  expect(spreadOf([1, 2, 3])).toEqual({ n: 3, mean: 2, deviation: 1 });
  expect(standardError(spreadOf([1, 2, 3, 2]))).toBeCloseTo(Math.sqrt(2 / 3) / 2);
  expect(spreadOf([5])).toEqual({ n: 1, mean: 5, deviation: null });
  expect(standardError(spreadOf([5]))).toBeNull();
  expect(() => spreadOf([])).toThrow('no figures');
});

test('shares are percent, differences of them points, other numbers have three digits', () => {
  expect(metricLabel('linearProbe')).toBe('linear probe');
  expect(metricLabel('gapToClosedForm')).toBe('gap to closed form');
  expect(figure('linearProbe', 0.7126)).toBe('71.3 %');
  expect(spreadFigure('neighbours', { n: 3, mean: 0.5, deviation: 0.0123 })).toBe('50.0 ± 1.2 %');
  expect(differenceFigure('linearProbe', -0.0151)).toBe('-1.5 points');
  expect(differenceFigure('rankMe', 3.456)).toBe('+3.46');
  expect([figure('rankMe', 123.4), figure('other', 0.00004), figure('other', 0)]).toEqual([
    '123',
    '4.0e-5',
    '0',
  ]);
  expect(orderedMetrics(['zeta', 'rankMe', 'alpha', 'linearProbe'])).toEqual([
    'linearProbe',
    'rankMe',
    'alpha',
    'zeta',
  ]);
});

test('a table reads as text, and as Markdown with bars in cells', () => {
  expect(markdownTable(['', 'x'], [['a|b', '1']])).toBe('|      |   x |\n| ---- | --: |\n| a\\|b |   1 |');
});
