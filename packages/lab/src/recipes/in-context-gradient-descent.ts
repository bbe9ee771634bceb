import { inContextExperiment, type InContextPoint } from '@broadsheet/methods';
import type { Recipe } from './recipe.ts';

/** Row 55: one layer of linear self-attention, trained on random regression tasks, beside one step of gradient descent. */
export const inContextGradientDescentRecipe: Recipe = {
  row: 55,
  id: 'in-context-gradient-descent',
  claim: {
    theirs:
      'A trained layer of linear self-attention and one step of gradient descent have the same loss, predictions and ' +
      'sensitivities, and the same weights up to scale (von Oswald et al., 2023, section 3 and figure 2).',
    ours: 'Regression tasks of 10 inputs and 10 examples: the trained layer’s loss is within 2 % of one step’s at its best rate, and predictions, sensitivities and weights point the same way.',
  },
  arms: [
    {
      name: 'trained',
      label: 'trained linear self-attention',
      version: 1,
      run({ seed, tell }) {
        const options = { inputs: 10, examples: 10, tasks: 2_048, learningRate: 0.001, seed };
        const begun = performance.now();
        const { rate, curve, weightCosines } = inContextExperiment({ ...options, steps: 2_000, every: 50 });
        tell(`2,000 steps in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
        const last = curve.at(-1) as InContextPoint;
        const steps = curve.map(({ step }) => step);
        const line = (name: string, of: (point: InContextPoint) => number) => ({
          name,
          x: steps,
          y: curve.map(of),
        });
        return Promise.resolve({
          metrics: {
            loss: last.trained,
            lossOfGradientDescent: last.gradientDescent,
            lossRatio: last.trained / last.gradientDescent,
            predictionGap: last.predictionGap,
            sensitivityCosine: last.sensitivityCosine,
            keyQueryCosine: weightCosines.keyQuery,
            projectionValueCosine: weightCosines.projectionValue,
            rate,
          },
          series: [
            line('trained layer', ({ trained }) => trained),
            line('one step of gradient descent', ({ gradientDescent }) => gradientDescent),
            line('cosine of sensitivities', ({ sensitivityCosine }) => sensitivityCosine),
            line('distance of predictions', ({ predictionGap }) => predictionGap),
          ],
        });
      },
    },
  ],
  metric: 'lossRatio',
  expects: [
    {
      says: 'the loss of the trained layer is at most 2 % above that of one step of gradient descent',
      metric: 'lossRatio',
      arm: 'trained',
      atMost: 1.02,
    },
    {
      says: 'nor is it more than 2 % below',
      metric: 'lossRatio',
      arm: 'trained',
      atLeast: 0.98,
    },
    {
      says: 'sensitivities to the query point the same way: a cosine of 0.99 at least',
      metric: 'sensitivityCosine',
      arm: 'trained',
      atLeast: 0.99,
    },
    ...(['keyQueryCosine', 'projectionValueCosine'] as const).map((metric) => ({
      says: `the weights are those of the construction up to scale (${metric === 'keyQueryCosine' ? 'keys and queries' : 'values and their projection'}): a cosine of 0.99 at least`,
      metric,
      arm: 'trained',
      atLeast: 0.99,
    })),
  ],
  seeds: [1, 2, 3],
  budget: { minutes: 5, on: '2 cores' },
};
