import { random } from '@broadsheet/tensor';
import { accuracy } from '../evaluate/accuracy.ts';
import { chooseRows } from '../evaluate/choose-rows.ts';
import type { Features } from '../evaluate/features.ts';
import { classesIn, labelsOf } from '../evaluate/labels-of.ts';
import { classify, logisticRegression, type LinearModel } from '../evaluate/logistic-regression.ts';
import { standardiseFeatures, standardOf } from '../evaluate/standardise-features.ts';
import { draw } from '../views/draw.ts';
import { naiveBayes } from './naive-bayes.ts';

export interface TwoRegimesOptions {
  readonly train: Features;
  readonly test: Features;
  /** How many training features to learn from, in rising order. */
  readonly sizes: readonly number[];
  /** How often each size is drawn anew. */
  readonly repetitions: number;
  readonly seed: number;
  /** λ of logistic regression's λ/2·‖W‖², small, so that it has a solution; 10⁻⁴ unless given. */
  readonly penalty?: number;
}

export interface Errors {
  /** Shares of the test features that are classified wrongly, one for each repetition. */
  readonly all: readonly number[];
  readonly mean: number;
}

export interface Regime {
  readonly size: number;
  readonly naiveBayes: Errors;
  readonly logistic: Errors;
}

/**
 * Test errors of naive Bayes and of multinomial logistic regression as they learn from more and more of the same features
 * (Ng and Jordan, 2001; Zheng et al., 2023): where there are two regimes, naive Bayes is better at first, and logistic
 * regression in the end. Both see the same rows, standardised by these.
 * @throws RangeError where a size is not among 1 to as many as there are.
 */
export async function twoRegimes(options: TwoRegimesOptions): Promise<Regime[]> {
  const { train, test, sizes, repetitions, seed, penalty = 1e-4 } = options;
  const right = labelsOf('twoRegimes (test)', test);
  const classes = classesIn(labelsOf('twoRegimes (training)', train), right);
  const errorOf = async (model: LinearModel, asked: Features): Promise<number> =>
    1 - accuracy(await classify(model, asked), right);
  const regimes: Regime[] = [];
  for (const size of sizes) {
    if (!(size >= 1 && size <= train.n))
      throw new RangeError(
        `twoRegimes: a size of ${size} is not within 1 and ${train.n}, the training features.`,
      );
    const [generative, discriminative]: [number[], number[]] = [[], []];
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const key = random.fold(random.fold(random.key(seed), repetition), size);
      const chosen = chooseRows(train, draw(key).order(train.n).subarray(0, size));
      const standard = standardOf(chosen);
      const [known, asked] = [standardiseFeatures(chosen, standard), standardiseFeatures(test, standard)];
      generative.push(await errorOf(naiveBayes(known, { classes }), asked));
      discriminative.push(await errorOf(logisticRegression(known, { penalty, classes }), asked));
    }
    regimes.push({ size, naiveBayes: errorsOf(generative), logistic: errorsOf(discriminative) });
  }
  return regimes;
}

function errorsOf(all: readonly number[]): Errors {
  return { all, mean: all.reduce((a, b) => a + b, 0) / all.length };
}

/**
 * The size from which on logistic regression has the smaller mean error at every size; null where it has not at the largest.
 * Two regimes there are where this is neither null nor the first size.
 */
export function crossing(regimes: readonly Regime[]): number | null {
  const last = regimes.findLastIndex(({ naiveBayes: own, logistic }) => logistic.mean >= own.mean);
  return regimes[last + 1]?.size ?? null;
}

/** The first size at which a mean error is within `margin` of the last size's, which stands for that of infinitely many. */
export function sizeToConverge(
  regimes: readonly Regime[],
  which: 'naiveBayes' | 'logistic',
  margin: number,
): number | null {
  const end = regimes.at(-1)?.[which].mean;
  if (end === undefined) return null;
  return regimes.find((regime) => regime[which].mean <= end + margin)?.size ?? null;
}
