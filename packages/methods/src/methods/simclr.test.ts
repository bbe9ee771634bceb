import { concat, gather, mul, random, scope, split, start, tensor, type Tensor } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkGradient } from '../testing/check-gradient.ts';
import { mlp } from '../nets/mlp.ts';
import { trainingPass } from '../nets/pass.ts';
import { RunningMoments } from '../nets/running-moments.ts';
import { ntXent, simclr, type SimclrOptions } from './simclr.ts';

beforeAll(() => start());

const views = (n: number, d: number, seed = 1): [Tensor, Tensor] => {
  const key = random.key(seed);
  return [random.normal(random.fold(key, 0), [n, d]), random.normal(random.fold(key, 1), [n, d])];
};

/** As it is written in the paper, one pair after the other. */
function reference(one: Tensor, other: Tensor, temperature: number): number {
  const rows = (x: Tensor): number[][] => {
    const [n, d] = x.shape as [number, number];
    const data = [...x.dataNow()];
    return Array.from({ length: n }, (_, i) => data.slice(i * d, (i + 1) * d));
  };
  const z = [...rows(one), ...rows(other)].map((row) => {
    const length = Math.hypot(...row);
    return row.map((x) => x / length);
  });
  const n = z.length / 2;
  const similarity = (i: number, j: number): number =>
    (z[i] ?? []).reduce((total, x, k) => total + x * (z[j]?.[k] ?? 0), 0) / temperature;
  let total = 0;
  for (let i = 0; i < 2 * n; i++) {
    let others = 0;
    for (let k = 0; k < 2 * n; k++) if (k !== i) others += Math.exp(similarity(i, k));
    total -= similarity(i, (i + n) % (2 * n)) - Math.log(others);
  }
  return total / (2 * n);
}

describe('NT-Xent', () => {
  test.each([0.1, 0.5, 2])('is the paper’s double loop at temperature %d', (temperature) => {
    const [one, other] = views(5, 4);
    expect(ntXent(one, other, temperature).item()).toBeCloseTo(reference(one, other, temperature), 4);
  });

  test('of two orthogonal inputs with equal views is what the formula gives by hand', () => {
    const z = tensor([
      [1, 0],
      [0, 1],
    ]);
    // Every row: the positive at 1, two others at 0.
    expect(ntXent(z, z, 1).item()).toBeCloseTo(Math.log(Math.E + 2) - 1, 5);
  });

  test('does not depend on lengths, nor on the order of the inputs or views', () => {
    const [one, other] = views(6, 3);
    const order = tensor(Int32Array.of(4, 2, 0, 5, 1, 3));
    const loss = ntXent(one, other, 0.3).item();
    expect(ntXent(mul(one, 7), mul(other, 0.1), 0.3).item()).toBeCloseTo(loss, 4);
    expect(ntXent(gather(one, order), gather(other, order), 0.3).item()).toBeCloseTo(loss, 4);
    expect(ntXent(other, one, 0.3).item()).toBeCloseTo(loss, 4);
    expect(ntXent(gather(one, order), other, 0.3).item()).not.toBeCloseTo(loss, 2);
  });

  test('has the gradient that differences give', () => {
    checkGradient(([one, other]: [Tensor, Tensor]) => ntXent(one, other, 0.5), views(4, 5));
  });

  test('counts every other view: a third input makes it larger', () => {
    scope(() => {
      const z = tensor([
        [1, 0, 0],
        [0, 1, 0],
      ]);
      const more = concat([z, tensor([[0, 0, 1]])]);
      expect(ntXent(more, more, 1).item()).toBeCloseTo(Math.log(Math.E + 4) - 1, 5);
    });
  });
});

describe('SimCLR', () => {
  const encoder = mlp([3], { hidden: [5], gives: 4 });
  const given = () => ({ views: views(4, 3), indices: tensor(Int32Array.of(0, 1, 2, 3)) });
  const pass = () => trainingPass(random.key(2), new RunningMoments());
  const made = (options: Partial<SimclrOptions>) => {
    const { init, loss, stages } = simclr.learner(
      encoder,
      { ...simclr.defaults, ...options },
      { size: 4, classes: 0 },
    );
    const parameters = init(random.key(1));
    return {
      loss: () => loss(parameters, {}, given(), pass(), { step: 1, steps: 1 })[0].item(),
      stages: () => stages?.(parameters, concat(given().views), pass()) ?? {},
    };
  };

  test('has stages from the encoder to what the loss compares', () => {
    const { loss, stages } = made({ headWidth: 6, gives: 2 });
    const found = stages();
    expect(Object.entries(found).map(([name, { shape }]) => [name, shape])).toEqual([
      ['encoder', [8, 4]],
      ['head0', [8, 6]],
      ['head1', [8, 2]],
    ]);
    const [one, other] = split(found['head1'] as Tensor, 2) as [Tensor, Tensor];
    expect(loss()).toBeCloseTo(ntXent(one, other, 0.5).item(), 5);
  });

  test('compares what the fixed head makes of the encoder’s own numbers', () => {
    const { loss, stages } = made({ headLayers: 0, reweighting: 2 });
    const [one, other] = split(mul(stages()['encoder'] as Tensor, tensor([1, 0.5, 0.25, 0.125])), 2) as [
      Tensor,
      Tensor,
    ];
    expect(loss()).toBeCloseTo(ntXent(one, other, 0.5).item(), 5);
  });
});
