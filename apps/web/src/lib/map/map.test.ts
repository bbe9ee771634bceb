import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frame } from './map-data.ts';
import { pan, show, whole, zoom } from './map-window.ts';
import { marks } from './marks.ts';
import { nextPoint } from './next-point.ts';
import { overlap, placeLabels } from './place-labels.ts';
import { nameLabels, numberLabels } from './topic-labels.ts';

describe('labels', () => {
  const label = fc.record({
    x: fc.integer({ min: -50, max: 1050 }),
    y: fc.integer({ min: -50, max: 810 }),
    width: fc.integer({ min: 20, max: 330 }),
    height: fc.integer({ min: 20, max: 60 }),
  });

  test('lie inside, and none on another', () => {
    fc.assert(
      fc.property(fc.array(label, { maxLength: 12 }), (labels) => {
        const placed = placeLabels(labels, frame);
        expect(placed).toHaveLength(labels.length);
        placed.forEach((box, i) => {
          expect(box.x).toBeGreaterThanOrEqual(0);
          expect(box.y).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width).toBeLessThanOrEqual(frame.width);
          expect(box.y + box.height).toBeLessThanOrEqual(frame.height);
          expect(placed.slice(0, i).filter((other) => overlap(box, other))).toEqual([]);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('stay inside where there is no room for all, and lie where they belong where there is', () => {
    const large = Array.from({ length: 40 }, () => ({ x: 500, y: 380, width: 400, height: 200 }));
    for (const { x, y } of placeLabels(large, frame))
      expect(x >= 0 && y >= 0 && x <= 600 && y <= 560).toBe(true);
    expect(placeLabels([{ x: 300, y: 200, width: 100, height: 20 }], frame)).toEqual([
      { x: 250, y: 190, width: 100, height: 20 },
    ]);
  });

  test('of topics say number and words, and have room for all of it', () => {
    const words = ['large language models', 'instruction tuning', 'third', 'fourth'];
    const points = Array.from({ length: 36 }, (_, i) => ({
      key: String(i),
      title: '',
      authors: '',
      x: 990 - i,
      y: 3 + i,
      topic: i % 12,
    }));
    const data = { topics: points.slice(0, 12).map(() => ({ words, papers: 3 })), points, without: [] };
    const names = nameLabels(data);
    expect(names.map(({ lines }) => lines[0])).toEqual(
      names.map((_, topic) => `${topic + 1}  large language models`),
    );
    expect(names[3]?.lines[1]).toBe('instruction tuning');
    expect(numberLabels(data).map(({ lines }) => lines)).toEqual(names.map(({ number }) => [String(number)]));
    for (const labels of [names, numberLabels(data)])
      labels.forEach(({ box }, i) =>
        expect(labels.slice(0, i).some((other) => overlap(box, other.box))).toBe(false),
      );
  });
});

describe('the window', () => {
  const windows = fc
    .tuple(
      fc.double({ min: 0.05, max: 40, noNaN: true }),
      fc.integer({ min: 0, max: 1000 }),
      fc.integer({ min: 0, max: 760 }),
    )
    .map(([factor, x, y]) => zoom(whole, factor, { x, y }));

  test('never shows what is outside of the map', () => {
    const step = fc.integer({ min: -3000, max: 3000 });
    fc.assert(
      fc.property(windows, step, step, (seen, dx, dy) => {
        const { scale, x, y } = pan(seen, dx, dy);
        expect(scale).toBeGreaterThanOrEqual(1);
        expect(scale).toBeLessThanOrEqual(16);
        expect(Math.max(x, y)).toBeLessThanOrEqual(0);
        expect(x + scale * frame.width).toBeGreaterThanOrEqual(frame.width - 1e-6);
        expect(y + scale * frame.height).toBeGreaterThanOrEqual(frame.height - 1e-6);
      }),
    );
  });

  test('is enlarged around the place that was pointed at', () => {
    const seen = zoom(whole, 4, { x: 200, y: 300 });
    expect(seen).toEqual({ scale: 4, x: -600, y: -900 });
    expect(zoom(seen, 0.25, { x: 200, y: 300 })).toEqual(whole);
  });

  test('moves a place into sight, and stays where it is in sight', () => {
    const place = fc.record({
      x: fc.integer({ min: 0, max: 1000 }),
      y: fc.integer({ min: 0, max: 760 }),
    });
    fc.assert(
      fc.property(windows, place, (seen, at) => {
        const { scale, x, y } = show(seen, at);
        expect(scale * at.x + x).toBeGreaterThanOrEqual(-1e-6);
        expect(scale * at.x + x).toBeLessThanOrEqual(frame.width + 1e-6);
        expect(scale * at.y + y).toBeGreaterThanOrEqual(-1e-6);
        expect(scale * at.y + y).toBeLessThanOrEqual(frame.height + 1e-6);
      }),
    );
    expect(show(whole, { x: 500, y: 500 })).toBe(whole);
  });
});

describe('arrow keys', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 10, y: 1 },
    { x: 4, y: 6 },
    { x: -5, y: 0 },
    { x: 0, y: 0 },
  ];

  test('lead to the nearest point on their side', () => {
    expect(nextPoint(points, 3, 'ArrowRight')).toBe(0);
    expect(nextPoint(points, 4, 'ArrowRight')).toBe(1);
    expect(nextPoint(points, 0, 'ArrowLeft')).toBe(3);
    expect(nextPoint(points, 1, 'ArrowRight')).toBe(1);
    expect(nextPoint(points, 2, 'ArrowDown')).toBe(2);
    expect(nextPoint([], 0, 'ArrowDown')).toBe(0);
  });

  test('walk through points in one place in their order', () => {
    expect(nextPoint(points, 0, 'ArrowRight')).toBe(4);
    expect(nextPoint(points, 4, 'ArrowLeft')).toBe(0);
  });

  test('lead to their side or nowhere, and back whence none lies nearer', () => {
    const place = fc.record({ x: fc.integer({ min: 0, max: 20 }), y: fc.integer({ min: 0, max: 20 }) });
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 25 }), (all) => {
        all.forEach((from, i) => {
          const next = all[nextPoint(all, i, 'ArrowRight')] ?? from;
          expect(next.x).toBeGreaterThanOrEqual(from.x);
          // What lies straight ahead is never passed by for nothing.
          const ahead = all.some(({ x, y }) => x > from.x && y === from.y);
          if (ahead) expect(next === from).toBe(false);
        });
      }),
    );
  });
});

test('there is a mark of its own for every topic', () => {
  expect(new Set(marks).size).toBe(12);
});
