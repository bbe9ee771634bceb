import { draw } from '@broadsheet/methods';
import { random } from '@broadsheet/tensor';
import { chooseInputs } from './choose-inputs.ts';
import type { DataSet, Inputs } from './data-set.ts';
import { sha256 } from './sha256.ts';

export interface LongTailOptions {
  /** How many times as many inputs the first class has as the last. */
  readonly imbalance: number;
  /** Which inputs of a class stay. */
  readonly seed?: number;
}

/**
 * Takes inputs away from the learning part until class k of K keeps n·imbalance^(-k/(K-1)) of its n, with the smallest class
 * as n: the exponential profile of Cui et al. (2019, "Class-Balanced Loss Based on Effective Number of Samples", section 5).
 * The test part stays balanced.
 * @throws RangeError where there are fewer than two classes, or an imbalance below 1.
 */
export async function longTailed<I extends Inputs>(
  data: DataSet<I>,
  { imbalance, seed = 0 }: LongTailOptions,
): Promise<DataSet<I>> {
  const { labels } = data.train;
  const classes = data.classes.length;
  if (labels === undefined || classes < 2)
    throw new RangeError(`${data.name}: a long tail needs at least two classes, and there are ${classes}.`);
  if (!(imbalance >= 1)) throw new RangeError(`An imbalance is at least 1, not ${imbalance}.`);
  const byClass = Array.from({ length: classes }, (): number[] => []);
  draw(random.key(seed))
    .order(data.train.n)
    .forEach((i) => byClass[labels[i] as number]?.push(i));
  const most = Math.min(...byClass.map(({ length }) => length));
  const kept = byClass.flatMap((members, k) =>
    members.slice(0, Math.max(1, Math.round(most * imbalance ** (-k / (classes - 1))))),
  );
  return {
    ...data,
    name: `${data.name}-lt`,
    checksum: await sha256(`${data.checksum} long tail ${imbalance} ${seed}`),
    train: chooseInputs(data.train, kept.sort((a, b) => a - b)),
  };
}
