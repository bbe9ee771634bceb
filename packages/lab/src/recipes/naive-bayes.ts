import { crossing, sizeToConverge, twoRegimes, type Features } from '@broadsheet/methods';
import type { RunPlanInput } from '../run/run-plan.ts';
import { cifar10Plan } from './cifar10-plan.ts';
import type { AnalysisArm, Recipe } from './recipe.ts';

/** A mean error counts as the last one from this far on. */
const margin = 0.02;

/** Both classifiers on what an encoder makes of more and more inputs. */
function regimes(
  name: string,
  label: string,
  plan: Omit<RunPlanInput, 'seed'>,
  sizes: number[],
): AnalysisArm {
  return {
    name,
    label,
    version: 1,
    async run({ seed, perform, tell }) {
      const { stages } = await perform({ ...plan, seed });
      const { train, test } = stages['encoder'] as { train: Features; test: Features };
      tell('learning from more and more of them');
      const found = await twoRegimes({ train, test, sizes, repetitions: 5, seed });
      const [first, last] = [found[0], found.at(-1)] as [(typeof found)[number], (typeof found)[number]];
      const largest = sizes.at(-1) as number;
      const enough = (which: 'naiveBayes' | 'logistic'): number =>
        Math.log2(sizeToConverge(found, which, margin) ?? largest);
      return {
        metrics: {
          few: first.logistic.mean - first.naiveBayes.mean,
          many: last.naiveBayes.mean - last.logistic.mean,
          crossing: crossing(found) ?? largest,
          // Doublings by which logistic regression needs more to come near its own end.
          laterBy: enough('logistic') - enough('naiveBayes'),
          naiveBayesError: last.naiveBayes.mean,
          logisticError: last.logistic.mean,
        },
        series: [
          { name: 'naive Bayes', x: sizes, y: found.map(({ naiveBayes }) => naiveBayes.mean) },
          { name: 'logistic regression', x: sizes, y: found.map(({ logistic }) => logistic.mean) },
        ],
      };
    },
  };
}

const sizes = [20, 40, 80, 160, 320, 640, 1_280, 2_560, 5_120, 10_240];

/** Row 56: naive Bayes and logistic regression on frozen representations, as they see more and more of them. */
export const naiveBayesRecipe: Recipe = {
  row: 56,
  id: 'naive-bayes',
  claim: {
    theirs:
      'On representations of pre-trained encoders there are two regimes: naive Bayes comes near its own limit with fewer samples, ' +
      'O(log n) against O(n), and so is better with few; logistic regression has the lower limit (Zheng et al., 2023).',
    ours: 'On SimCLR’s representations of CIFAR-10 and of titles and abstracts: naive Bayes is more accurate with the fewest samples and logistic regression with the most.',
  },
  arms: [
    regimes('images', 'images by SimCLR', cifar10Plan('simclr'), sizes),
    regimes(
      'texts',
      'titles and abstracts by SimCLR',
      {
        method: 'simclr',
        encoder: { kind: 'bag-of-words' },
        data: { name: 'papers', limit: 20_000 },
        training: { epochs: 10, batch: 128 },
        evaluation: { baselines: false },
      },
      sizes,
    ),
  ],
  metric: 'few',
  expects: (['images', 'texts'] as const).flatMap((arm) => [
    { says: `${arm}: naive Bayes has the smaller error with the fewest`, metric: 'few', arm, atLeast: 0 },
    {
      says: `${arm}: logistic regression has the smaller error with the most`,
      metric: 'many',
      arm,
      atLeast: 0,
    },
    {
      says: `${arm}: naive Bayes is near its own end earlier`,
      metric: 'laterBy',
      arm,
      atLeast: 0,
    },
  ]),
  seeds: [1, 2, 3],
  budget: { minutes: 15, on: '2 cores' },
};
