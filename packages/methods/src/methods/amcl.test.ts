import {
  cast,
  full,
  grad,
  leavesOf,
  matmul,
  normalize,
  random,
  range,
  square,
  start,
  sum,
  tensor,
  transpose,
  type Tensor,
} from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { mlp } from '../nets/mlp.ts';
import { trainingPass } from '../nets/pass.ts';
import { RunningMoments } from '../nets/running-moments.ts';
import { checkGradient } from '../testing/check-gradient.ts';
import {
  adaptiveBarlowTwins,
  adaptiveNtXent,
  amcl,
  pairTemperatures,
  temperaturePenalty,
  type AmclOptions,
} from './amcl.ts';
import { barlowTwinsLoss, standardise } from './barlow-twins.ts';
import { ntXent, simclr } from './simclr.ts';

beforeAll(() => start());

const batch = (seed: number, n = 4, d = 3): Tensor => random.normal(random.key(seed), [n, d]);
/** Of ones own for each pair, the same both ways. */
const symmetric = (size: number): Tensor => {
  const x = batch(9, size, 2);
  return pairTemperatures(x, x, 0.2, 1.5);
};

describe('temperatures of pairs', () => {
  test('lie within their bounds, lower where φ finds the pair alike', () => {
    const tau = pairTemperatures(tensor([[3, 0]]), tensor([[3, 0], [0, 3], [-3, 0]]), 0.1, 2).dataNow(); // prettier-ignore
    const at = (x: number): number => 0.1 + 1.9 / (1 + Math.exp(x));
    expect([...tau]).toEqual([at(9), at(0), at(-9)].map((value) => expect.closeTo(value, 5)));
  });

  test('are penalised least at 2/d', () => {
    const penalty = (tau: number): number => temperaturePenalty(full([1], tau), 8).item();
    expect(penalty(0.5)).toBeCloseTo(4 * Math.log(0.5) + 2, 5);
    expect(penalty(0.25)).toBeLessThan(penalty(0.2));
    expect(penalty(0.25)).toBeLessThan(penalty(0.31));
  });
});

describe('NT-Xent with adaptive temperatures', () => {
  test('is NT-Xent where all temperatures are the same, whatever the regulariser weighs', () => {
    const [one, other] = [batch(1), batch(2)];
    const z = normalize(tensor([...one.dataNow(), ...other.dataNow()], [8, 3]));
    for (const regularisation of [0, 0.3])
      expect(adaptiveNtXent(z, full([8, 8], 0.4), regularisation).item()).toBeCloseTo(
        ntXent(one, other, 0.4).item(),
        4,
      );
  });

  test('is what plain loops give with temperatures of each pair’s own', () => {
    const z = normalize(batch(3, 6, 3));
    const tau = symmetric(6);
    const [s, t] = [matmul(z, transpose(z)).dataNow(), tau.dataNow()];
    const logit = (i: number, j: number): number => {
      const at = t[i * 6 + j] as number;
      return (s[i * 6 + j] as number) / at - 0.1 * (1.5 * Math.log(at) + 1 / at);
    };
    let expected = 0;
    for (let i = 0; i < 6; i++) {
      const others = [0, 1, 2, 3, 4, 5].filter((j) => j !== i);
      expected +=
        Math.log(others.reduce((total, j) => total + Math.exp(logit(i, j)), 0)) - logit(i, (i + 3) % 6);
    }
    expect(adaptiveNtXent(z, tau, 0.1).item()).toBeCloseTo(expected / 6, 4);
  });

  test('has the gradient that differences give, to embeddings and to temperatures', () => {
    checkGradient(
      ([z, x]: [Tensor, Tensor]) => adaptiveNtXent(normalize(z), pairTemperatures(x, x, 0.2, 1.5), 0.05),
      [batch(1, 6, 3), batch(2, 6, 3)],
    );
  });
});

describe('Barlow Twins with adaptive temperatures', () => {
  test('is the Barlow Twins loss where all temperatures are 1 and nothing is regularised', () => {
    const [one, other] = [batch(1, 6), batch(2, 6)];
    const loss = adaptiveBarlowTwins(standardise(one), standardise(other), full([3, 3], 1), {
      redundancy: 0.1,
      regularisation: 0,
    });
    expect(loss.item()).toBeCloseTo(barlowTwinsLoss(one, other, 0.1).item(), 4);
  });

  test('is what the formula gives by hand', () => {
    const z = tensor([
      [1, 1],
      [1, -1],
      [-1, 1],
      [-1, -1],
    ]);
    const tau = tensor([
      [0.5, 2],
      [1, 2],
    ]);
    // C = I; d = 2, so that Ω(τ) = log τ + 1/τ.
    const omega = (t: number): number => Math.log(t) + 1 / t;
    const expected = 1 + 0.25 + 0.1 * (omega(0.5) + omega(2) - omega(2) - omega(1));
    const loss = adaptiveBarlowTwins(z, z, tau, { redundancy: 0.3, regularisation: 0.1 });
    expect(loss.item()).toBeCloseTo(expected, 5);
  });

  test('has the gradient that differences give', () => {
    checkGradient(
      ([one, other, x]: [Tensor, Tensor, Tensor]) =>
        adaptiveBarlowTwins(standardise(one), standardise(other), pairTemperatures(x, x, 0.5, 1.5), {
          redundancy: 0.2,
          regularisation: 0.05,
        }),
      [batch(1, 6), batch(2, 6), batch(3, 3)],
    );
  });
});

describe('AMCL', () => {
  const encoder = mlp([3], { hidden: [5], gives: 4 });
  const small = { headWidth: 6, gives: 4, temperatureWidth: 5, batch: 4 };
  const made = (chosen: Partial<AmclOptions>) => {
    const { init, loss } = amcl.learner(
      encoder,
      { ...amcl.defaults, ...small, ...chosen },
      { size: 4, classes: 0 },
    );
    const parameters = init(random.key(1));
    const given = { views: [batch(1), batch(2)], indices: cast(range(0, 4), 'int32') };
    const pass = trainingPass(random.key(3), new RunningMoments());
    return { parameters, loss: (p: typeof parameters) => loss(p, {}, given, pass, { step: 1, steps: 1 }) };
  };

  test('with one head and a fixed temperature is SimCLR', () => {
    const { parameters, loss } = made({ heads: 1, adaptive: false, temperature: 0.3 });
    const plain = simclr.learner(
      encoder,
      { ...simclr.defaults, temperature: 0.3, headLayers: 2, headWidth: 6, gives: 4 },
      { size: 4, classes: 0 },
    );
    const { encoder: own, heads } = parameters as unknown as { encoder: never; heads: never[] };
    const [expected] = plain.loss(
      { encoder: own, head: heads[0] } as never,
      {},
      { views: [batch(1), batch(2)], indices: cast(range(0, 4), 'int32') },
      trainingPass(random.key(3), new RunningMoments()),
      { step: 1, steps: 1 },
    );
    expect(loss(parameters)[0].item()).toBeCloseTo(expected.item(), 4);
  });

  test.each(['simclr', 'barlow-twins'] as const)('teaches every head and φ (%s)', (family) => {
    const { parameters, loss } = made({ family });
    const gradients = grad((p: typeof parameters) => loss(p)[0])(parameters);
    const places = leavesOf(gradients as never);
    expect(places.filter(([place]) => /^heads\.\d\.0\.linear\.weights$/.test(place))).toHaveLength(3);
    expect(places.some(([place]) => place.startsWith('temperature.'))).toBe(true);
    for (const [place, leaf] of places)
      if (place.endsWith('weights')) expect(sum(square(leaf as Tensor)).item(), place).toBeGreaterThan(0);
  });

  test('says what does not fit', () => {
    expect(() => made({ family: 'moco' as never })).toThrow('one of simclr, barlow-twins, not "moco"');
    expect(() => made({ leastTemperature: 2 })).toThrow(
      'leastTemperature (2) is not below mostTemperature (2)',
    );
  });

  test('says where the batch is another one than φ of Barlow Twins was made for', () => {
    const { parameters, loss } = made({ family: 'barlow-twins', batch: 8 });
    expect(() => loss(parameters)).toThrow('the option batch is 8, and the batches have 4');
  });
});
