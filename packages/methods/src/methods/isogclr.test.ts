import {
  add,
  full,
  gather,
  grad,
  mul,
  normalize,
  random,
  start,
  sub,
  tensor,
  zeros,
  type Key,
  type Tensor,
} from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { mlp } from '../nets/mlp.ts';
import { trainingPass } from '../nets/pass.ts';
import { RunningMoments } from '../nets/running-moments.ts';
import { checkGradient } from '../testing/check-gradient.ts';
import { isogclr, robustContrast, temperatureStep, type IsogclrState } from './isogclr.ts';
import { writeRows } from './write-rows.ts';

beforeAll(() => start());

const views = (n: number, d: number, seed = 1): [Tensor, Tensor] => {
  const [a, b] = random.split(random.key(seed)) as [Key, Key];
  const one = random.normal(a, [n, d]);
  return [one, add(one, random.normal(b, [n, d], 0, 0.5))];
};
const column = (...values: number[]): Tensor => tensor(values, [values.length, 1]);

/** Fᵢ and gᵢ of every anchor, one pair after the other. */
function reference(one: Tensor, other: Tensor, tau: readonly number[], rho: number) {
  const [n, d] = one.shape as [number, number];
  const z = [one, other].flatMap((x) => {
    const data = normalize(x).dataNow();
    return Array.from({ length: n }, (_, i) => [...data.slice(i * d, (i + 1) * d)]);
  });
  const similarity = (i: number, j: number): number =>
    (z[i] ?? []).reduce((total, x, k) => total + x * (z[j]?.[k] ?? 0), 0);
  return z.map((_, i) => {
    const t = tau[i % n] ?? NaN;
    let g = 0;
    for (let j = 0; j < 2 * n; j++)
      if (j % n !== i % n)
        g += Math.exp((similarity(i, j) - similarity(i, (i + n) % (2 * n))) / t) / (2 * n - 2);
    return { g, objective: t * Math.log(g) + t * rho };
  });
}

const fresh = { robustness: 0.4, averaging: 0.8 };

describe('the robust contrastive loss', () => {
  test('with equal temperatures and nothing remembered is the global contrastive loss of a plain loop', () => {
    const [one, other] = views(4, 3);
    const found = robustContrast(one, other, {
      ...fresh,
      temperature: full([4, 1], 0.5),
      previous: zeros([4, 1]),
    });
    const expected = reference(one, other, [0.5, 0.5, 0.5, 0.5], 0.4);
    expect(found.loss.item()).toBeCloseTo(
      expected.reduce((total, { objective }) => total + objective, 0) / 8,
      4,
    );
    found.average.dataNow().forEach((average, i) => {
      expect(average).toBeCloseTo(((expected[i]?.g ?? NaN) + (expected[i + 4]?.g ?? NaN)) / 2, 4);
    });
  });

  test('takes temperatures of each input’s own', () => {
    const [one, other] = views(3, 3);
    const tau = [0.2, 0.7, 1.5];
    const found = robustContrast(one, other, {
      ...fresh,
      temperature: column(...tau),
      previous: zeros([3, 1]),
    });
    const expected =
      reference(one, other, tau, 0.4).reduce((total, { objective }) => total + objective, 0) / 6;
    expect(found.loss.item()).toBeCloseTo(expected, 4);
  });

  test('has the gradient of its value where the average is this batch’s', () => {
    const temperature = column(0.4, 0.8, 0.6);
    checkGradient(
      ([one, other]: [Tensor, Tensor]) =>
        robustContrast(one, other, { ...fresh, temperature, previous: zeros([3, 1]) }).loss,
      views(3, 4),
    );
  });

  test('has a gradient that is scaled by g / s where more is remembered', () => {
    const [z] = views(3, 3);
    const temperature = column(0.5, 0.5, 0.5);
    const contrastOf = (averaging: number, previous: Tensor) => (a: Tensor) =>
      robustContrast(a, z, { robustness: 0.4, averaging, temperature, previous });
    // Of two equal views both anchors have the same g.
    const now = contrastOf(1, zeros([3, 1]))(z).average;
    const whole = grad((a: Tensor) => contrastOf(1, zeros([3, 1]))(a).loss)(z).dataNow();
    // s = ¼·g + ¾·5g = 4g
    const quarter = grad((a: Tensor) => contrastOf(0.25, mul(5, now))(a).loss)(z).dataNow();
    expect(Math.max(...whole.map(Math.abs))).toBeGreaterThan(0.01);
    quarter.forEach((value, i) => expect(value).toBeCloseTo((whole[i] as number) / 4, 5));
  });

  test('brings out its derivative by the temperatures', () => {
    const [one, other] = views(3, 4);
    const tau = [0.5, 0.7, 0.9];
    const found = robustContrast(one, other, {
      ...fresh,
      temperature: column(...tau),
      previous: zeros([3, 1]),
    });
    found.slope.dataNow().forEach((slope, i) => {
      const at = (by: number): number => {
        const moved = tau.map((value, j) => (i === j ? value + by : value));
        return reference(one, other, moved, 0.4).reduce(
          (total, { objective }, j) => (j % 3 === i ? total + objective / 2 : total),
          0,
        );
      };
      expect(slope).toBeCloseTo((at(1e-4) - at(-1e-4)) / 2e-4, 3);
    });
  });

  test('does not depend on lengths or on the order of the inputs', () => {
    const [one, other] = views(4, 3);
    const order = tensor(Int32Array.of(2, 0, 3, 1));
    const temperature = column(0.3, 0.5, 0.7, 0.9);
    const previous = column(0.1, 0, 2, 0.4);
    const loss = robustContrast(one, other, { ...fresh, temperature, previous }).loss.item();
    expect(
      robustContrast(mul(3, one), mul(0.2, other), { ...fresh, temperature, previous }).loss.item(),
    ).toBeCloseTo(loss, 4);
    const shuffled = { temperature: gather(temperature, order), previous: gather(previous, order) };
    expect(
      robustContrast(gather(one, order), gather(other, order), { ...fresh, ...shuffled }).loss.item(),
    ).toBeCloseTo(loss, 4);
  });
});

describe('temperatures', () => {
  test('move by momentum, against the slope, within their bounds', () => {
    const options = { ...isogclr.defaults, temperatureAveraging: 0.5, temperatureRate: 0.1 };
    const before = { temperature: column(0.5, 0.06, 0.95), slope: column(1, 0, 0) };
    const { temperature, slope } = temperatureStep(before, column(2, 100, -2), options);
    expect([...slope.dataNow()]).toEqual([1.5, 1.5, -1].map((value) => expect.closeTo(value, 5)));
    expect([...temperature.dataNow()]).toEqual([0.35, 0.05, 1].map((value) => expect.closeTo(value, 5)));
  });

  test('grow where many others mean the same, and shrink where none does', () => {
    const n = 8;
    // Three inputs in one direction, five in directions of their own.
    const directions = [0, 0, 0, 1, 2, 3, 4, 5];
    const z = add(
      tensor(directions.map((k) => [0, 1, 2, 3, 4, 5].map((j) => (j === k ? 1 : 0)))),
      random.normal(random.key(1), [n, 6], 0, 0.05),
    );
    let state = { temperature: full([n, 1], 0.3), slope: zeros([n, 1]) };
    let previous = zeros([n, 1]);
    for (let step = 0; step < 200; step++) {
      const { average, slope } = robustContrast(z, z, {
        temperature: state.temperature,
        previous,
        robustness: 0.4,
        averaging: 0.8,
      });
      state = temperatureStep(state, slope, isogclr.defaults);
      previous = average;
    }
    const tau = [...state.temperature.dataNow()];
    const frequent = Math.min(...tau.slice(0, 3));
    const rare = Math.max(...tau.slice(3));
    expect(frequent).toBeGreaterThan(2 * rare);
  });
});

describe('iSogCLR', () => {
  const made = () =>
    isogclr.learner(
      mlp([3], { hidden: [5], gives: 4 }),
      { ...isogclr.defaults, gives: 3 },
      { size: 6, classes: 0 },
    );

  test('changes what it remembers of the batch’s inputs, and of no others', () => {
    const { init, state, loss, afterStep } = made();
    const parameters = init(random.key(1));
    const remembered = state(parameters, random.key(2)) as IsogclrState;
    const batch = { views: views(3, 3), indices: tensor(Int32Array.of(4, 0, 3)) };
    const pass = trainingPass(random.key(3), new RunningMoments());
    const moment = { step: 1, steps: 2 };
    const [, seen] = loss(parameters, remembered, batch, pass, moment);
    afterStep?.(parameters, remembered, seen, batch, moment);
    const changed = (x: Tensor, from: number): boolean[] => [...x.dataNow()].map((value) => value !== from);
    expect(changed(remembered.average, 0)).toEqual([true, false, false, true, true, false]);
    expect(changed(remembered.slope, 0)).toEqual([true, false, false, true, true, false]);
    expect(changed(sub(remembered.temperature, full([6, 1], 0.1)), 0)).toEqual([
      true,
      false,
      false,
      true,
      true,
      false,
    ]);
    const average = seen.remembered?.['average'] as Tensor;
    expect([4, 0, 3].map((i) => remembered.average.dataNow()[i])).toEqual([...average.dataNow()]);
  });

  test('refuses bounds that are the wrong way round', () => {
    const options = { ...isogclr.defaults, leastTemperature: 1, mostTemperature: 0.5 };
    expect(() =>
      isogclr.learner(mlp([3], { hidden: [], gives: 2 }), options, { size: 1, classes: 0 }),
    ).toThrow('leastTemperature (1) is above mostTemperature (0.5)');
  });
});

test('writeRows leaves other rows as they were, however different in size the numbers are', () => {
  const table = column(1e10, 2, 3e-10);
  writeRows(table, tensor(Int32Array.of(1, 0)), column(5, 7));
  expect([...table.dataNow()]).toEqual([7, 5, Math.fround(3e-10)]);
});
