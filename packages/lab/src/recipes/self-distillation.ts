import {
  draw,
  gaussianKernel,
  selfDistillationExperiment,
  type DistillationCurve,
  type Regression,
} from '@broadsheet/methods';
import { random } from '@broadsheet/tensor';
import { matrixFromRows } from '@broadsheet/tensor/linalg';
import type { DataSet } from '../data/data-set.ts';
import type { Recipe } from './recipe.ts';
import { distilNet, type NetCurve } from './self-distillation-net.ts';

const weights = [0, 0.25, 0.5, 0.75];
const steps = 10;

/** Row 43: self-distillation of kernel regression against its closed form, and of a small net. */
export const selfDistillationRecipe: Recipe = {
  row: 43,
  id: 'self-distillation',
  claim: {
    theirs:
      'Self-distillation of kernel regression has a closed form; without ground-truth targets each step regularises more ' +
      'until nothing is left, with them its solution converges, and the best weight of the targets has a closed form too ' +
      '(Borup and Andersen, 2021).',
    ours: 'California housing: the steps agree with the closed form to rounding and with its limit, distillation alone ends worse than with ground-truth targets, and the best weights are never worse on the validation part than none; a small net goes the same way.',
  },
  arms: [
    {
      name: 'kernel',
      label: 'kernel ridge regression',
      version: 1,
      async run({ seed, data }) {
        const [train, validation, test] = split(
          await data({ name: 'california-housing' }),
          seed,
          [400, 400, 1_000],
        );
        const kernel = gaussianKernel(3);
        const curves = selfDistillationExperiment({
          ...{ train, validation, test, kernel, ridge: 0.5, steps, weights },
        });
        const long = selfDistillationExperiment({
          ...{ train, validation, test, kernel, ridge: 0.5, steps: 200, weights: [0.25, 0.5, 0.75] },
        });
        const best = curves.find(({ weight }) => weight === null) as DistillationCurve;
        const alone = curves.find(({ weight }) => weight === 0) as DistillationCurve;
        const half = curves.find(({ weight }) => weight === 0.5) as DistillationCurve;
        return {
          metrics: {
            gapToClosedForm: Math.max(...curves.map(({ gapToClosedForm }) => gapToClosedForm)),
            gapToLimit: Math.max(
              ...long.flatMap(({ gapToLimit }) => (gapToLimit === null ? [] : [gapToLimit])),
            ),
            first: best.test[0] as number,
            alone: last(alone.test),
            half: last(half.test),
            best: last(best.test),
            aloneOverHalf: last(alone.test) - last(half.test),
            validationGain: (best.validation[0] as number) - last(best.validation),
            testGain: (best.test[0] as number) - last(best.test),
          },
          series: curves.map(({ weight, test: errors }) => ({
            name: weight === null ? 'best α at each step' : `α = ${weight}`,
            x: errors.map((_, i) => i + 1),
            y: [...errors],
          })),
        };
      },
    },
    {
      name: 'net',
      label: 'a small net',
      version: 1,
      async run({ seed, data, tell }) {
        const [train, , test] = split(await data({ name: 'california-housing' }), seed, [400, 400, 1_000]);
        const curves: NetCurve[] = [];
        for (const weight of [0, 0.5]) {
          tell(`α = ${weight}`);
          curves.push(await distilNet({ train, test, weight, generations: 6, seed }));
        }
        const [alone, half] = curves as [NetCurve, NetCurve];
        return {
          metrics: {
            first: alone.test[0] as number,
            alone: last(alone.test),
            half: last(half.test),
            aloneOverHalf: last(alone.test) - last(half.test),
            fitAloneOverHalf: last(alone.train) - last(half.train),
          },
          series: curves.flatMap(({ weight, train: fit, test: errors }) => [
            { name: `net, α = ${weight}, test`, x: errors.map((_, i) => i + 1), y: [...errors] },
            { name: `net, α = ${weight}, training targets`, x: fit.map((_, i) => i + 1), y: [...fit] },
          ]),
        };
      },
    },
  ],
  metric: 'gapToClosedForm',
  expects: [
    {
      says: 'the steps agree with the closed form to rounding',
      metric: 'gapToClosedForm',
      arm: 'kernel',
      atMost: 1e-9,
    },
    {
      says: 'after 200 steps they are where the amplified ridge λ/α is',
      metric: 'gapToLimit',
      arm: 'kernel',
      atMost: 1e-9,
    },
    {
      says: 'distillation alone ends with a larger test error than with half of the targets',
      metric: 'aloneOverHalf',
      arm: 'kernel',
      atLeast: 0,
    },
    {
      says: 'the best weights make the validation error no larger',
      metric: 'validationGain',
      arm: 'kernel',
      atLeast: 0,
    },
    {
      says: 'of a net too, distillation alone moves further from the training targets',
      metric: 'fitAloneOverHalf',
      arm: 'net',
      atLeast: 0,
    },
  ],
  seeds: [1, 2, 3],
  budget: { minutes: 8, on: '2 cores' },
};

function last(values: readonly number[]): number {
  return values.at(-1) as number;
}

/** Rows drawn by the seed: parts of the learning part of the table, targets less their mean in standard deviations. */
function split(
  data: DataSet,
  seed: number,
  sizes: readonly [number, number, number],
): [Regression, Regression, Regression] {
  const { inputs, n, targets } = data.train;
  if (inputs.kind !== 'table' || targets === undefined)
    throw new TypeError(`${data.name} is no table of numbers.`);
  const width = inputs.columns.length;
  const mean = targets.reduce((a, b) => a + b, 0) / n;
  const deviation = Math.sqrt(targets.reduce((a, b) => a + (b - mean) ** 2, 0) / n);
  const order = draw(random.key(seed)).order(n);
  let from = 0;
  const part = (size: number): Regression => {
    const rows = [...order.subarray(from, from + size)];
    from += size;
    return {
      inputs: matrixFromRows(rows.map((row) => inputs.values.subarray(row * width, (row + 1) * width))),
      targets: matrixFromRows(rows.map((row) => [((targets[row] as number) - mean) / deviation])),
    };
  };
  return [part(sizes[0]), part(sizes[1]), part(sizes[2])];
}
