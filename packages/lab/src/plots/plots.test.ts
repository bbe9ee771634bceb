import { XMLParser, XMLValidator } from 'fast-xml-parser';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barPlot } from './bar-plot.ts';
import { linePlot } from './line-plot.ts';
import { makeScale } from './scale.ts';

test('a scale is widened to round numbers, and maps its ends to the range', () => {
  const scale = makeScale([0.13, 4.7], [100, 0]);
  expect(scale.ticks).toEqual([0, 1, 2, 3, 4, 5]);
  expect([scale.at(0), scale.at(5), scale.at(2.5)]).toEqual([100, 0, 50]);
  expect(makeScale([], [0, 1]).ticks.length).toBeGreaterThan(1);
  const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
      const { low, high, ticks, at } = makeScale(values, [0, 1]);
      for (const one of values) {
        expect(at(one)).toBeGreaterThanOrEqual(-1e-6);
        expect(at(one)).toBeLessThanOrEqual(1 + 1e-6);
      }
      expect(low).toBeLessThan(high);
      expect(ticks.length).toBeLessThan(14);
    }),
  );
});

test('a line goes through its points, has gaps where nothing is, and is said in words', () => {
  const svg = linePlot(
    [
      { label: 'a < b', x: [0, 1, 2, 3, 4], y: [4, 3, Number.NaN, 1, 0] },
      { label: 'other', x: [0, 4], y: [2, 2] },
    ],
    { id: 'p', title: 'T & U', xName: 'step', yName: 'loss', width: 472, height: 300 },
  );
  expect(XMLValidator.validate(svg)).toBe(true);
  const picture = new XMLParser({ ignoreAttributes: false }).parse(svg) as {
    svg: {
      title: { '#text': string };
      desc: { '#text': string };
      path: { '@_d': string; '@_stroke-dasharray'?: string }[];
    };
  };
  expect(picture.svg.title['#text']).toBe('T & U');
  expect(picture.svg.desc['#text']).toContain('a < b: from 4 at 0 to 0 at 4.');
  const [first, second] = picture.svg.path;
  // x from 56 to 456 for 0 to 4, y from 28 to 216 for 4 to 0.
  expect(first?.['@_d']).toBe('M56 28L156 75M356 169L456 216');
  expect(second?.['@_d']).toBe('M56 122L456 122');
  expect(second?.['@_stroke-dasharray']).toBeDefined();
  expect(() =>
    linePlot([{ label: 'x', x: [1], y: [] }], { id: 'p', title: '', xName: '', yName: '' }),
  ).toThrow('x has 1');
});

test('bars begin at 0 and have whiskers; baselines are hatched', () => {
  const svg = barPlot(
    [
      { label: 'ours', mean: 0.8, deviation: 0.1 },
      { label: 'raw', mean: 0.4, deviation: null, baseline: true },
    ],
    { id: 'b', title: 'T', yName: 'accuracy', width: 472, height: 300 },
  );
  expect(XMLValidator.validate(svg)).toBe(true);
  const heights = [...svg.matchAll(/<rect [^>]*height="([\d.]+)"/g)].map(([, height]) => Number(height));
  expect(heights[0]).toBeCloseTo(2 * (heights[1] ?? 0), 1);
  expect(svg.match(/url\(#b-hatch\)/g)).toHaveLength(1);
  expect(svg.match(/<path /g)).toHaveLength(1);
  expect(svg).toContain('raw (baseline): 0.4.');
});
