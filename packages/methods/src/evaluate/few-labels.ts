import { random } from '@broadsheet/tensor';
import { draw } from '../views/draw.ts';
import { chooseRows } from './choose-rows.ts';
import type { Features } from './features.ts';
import { labelsOf } from './labels-of.ts';
import { linearProbe, type ProbeResult } from './linear-probe.ts';

export interface FewLabelsOptions {
  /** How many labels of each class are looked at. */
  readonly perClass: number;
  /** Which ones. */
  readonly seed?: number;
  /** Of the linear probe; it is not chosen, for there is nothing to choose it on. 0.01 unless given. */
  readonly penalty?: number;
}

/**
 * A linear probe that sees few labels of each class, all features of a class where it has fewer (as the 1 % and 10 % of Chen et
 * al., 2020, section 4.2, with the encoder frozen).
 */
export function fewLabels(train: Features, test: Features, options: FewLabelsOptions): Promise<ProbeResult> {
  const { perClass, seed = 0, penalty = 0.01 } = options;
  const chosen = fewOfEachClass(labelsOf('fewLabels (training)', train), perClass, seed);
  return linearProbe(chooseRows(train, chosen), test, { penalties: [penalty] });
}

/** Rows of `perClass` inputs of each class, chosen at random, in ascending order. */
export function fewOfEachClass(labels: Int32Array, perClass: number, seed = 0): Int32Array {
  if (!Number.isInteger(perClass) || perClass < 1)
    throw new RangeError(`fewOfEachClass: perClass is a whole number of at least 1, not ${perClass}.`);
  const counts = new Map<number, number>();
  const chosen = draw(random.key(seed))
    .order(labels.length)
    .filter((i) => {
      const count = (counts.get(labels[i] as number) ?? 0) + 1;
      counts.set(labels[i] as number, count);
      return count <= perClass;
    });
  return chosen.sort();
}
