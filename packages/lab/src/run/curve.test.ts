import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Curve, type CurveState } from './curve.ts';
import { canonicalJson, planHash } from './plan-hash.ts';

const report = (step: number, steps: number) => ({
  step,
  steps,
  loss: step,
  learningRate: 1 / step,
  readings: { two: 2 * step },
});

test('every step of a short run is a point; of a long one each is the mean since the one before', () => {
  const short = new Curve(3);
  for (const step of [1, 2, 3]) short.add(report(step, 3));
  expect(short.points.map(({ loss }) => loss)).toEqual([1, 2, 3]);
  const long = new Curve(601);
  for (let step = 1; step <= 601; step++) long.add(report(step, 601));
  expect(long.points).toHaveLength(201);
  expect(long.points[0]).toEqual({ step: 3, loss: 2, learningRate: 1 / 3, readings: { two: 4 } });
  expect(long.points.at(-1)).toMatchObject({ step: 601, loss: 601 });
});

test('a curve that goes on from its state, through JSON, is the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.nat(2000), (steps, at) => {
      const whole = new Curve(steps);
      let parted = new Curve(steps);
      for (let step = 1; step <= steps; step++) {
        whole.add(report(step, steps));
        parted.add(report(step, steps));
        if (step === at) parted = new Curve(steps, JSON.parse(JSON.stringify(parted.state)) as CurveState);
      }
      expect(parted.points).toEqual(whole.points);
      expect(whole.points.length).toBeLessThanOrEqual(301);
    }),
  );
});

test('a plan’s hash does not mind the order of its names, and minds everything else', async () => {
  expect(canonicalJson({ b: [1, { d: undefined, c: null }], a: 'x' })).toBe('{"a":"x","b":[1,{"c":null}]}');
  expect(await planHash({ a: 1, b: 2 })).toBe(await planHash({ b: 2, a: 1 }));
  expect(await planHash({ a: 1 })).not.toBe(await planHash({ a: '1' }));
  expect(await planHash({ a: 1 })).toMatch(/^[0-9a-f]{16}$/);
});
