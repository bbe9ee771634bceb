import { random } from '@broadsheet/tensor';
import { accuracy } from './accuracy.ts';
import { chooseRows } from './choose-rows.ts';
import type { Features } from './features.ts';
import { holdOut } from './hold-out.ts';
import { classesIn, labelsOf } from './labels-of.ts';
import { classify, logisticRegression, type LinearModel } from './logistic-regression.ts';
import { standardiseFeatures, standardOf } from './standardise-features.ts';

export interface ProbeOptions {
  /** Penalties λ to choose from, of λ/2·‖W‖² beside the mean loss. One of them is taken without choosing. */
  readonly penalties?: readonly number[];
  /** The share of the training features on which the penalty is chosen; 0.2 unless given. */
  readonly held?: number;
  /** Which rows those are; 0 unless given. */
  readonly seed?: number;
}

export interface ProbeResult {
  /** The share of test features that are classified rightly. */
  readonly accuracy: number;
  /** int32 [n]: a class for each of the test features. */
  readonly predictions: Int32Array;
  readonly penalty: number;
}

const penaltiesUnlessGiven = [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 3e-4, 1e-4, 3e-5];

/**
 * How much of the classes a linear map reads out of frozen features (Alain and Bengio, 2016; Chen et al., 2020, section
 * 2.3): multinomial logistic regression on features standardised by the training ones, its penalty chosen on a held-out part
 * of the training features, never on the test's. WebAssembly only; see `ridgeProbe`.
 * @throws RangeError where labels are missing or widths differ.
 */
export async function linearProbe(
  train: Features,
  test: Features,
  options: ProbeOptions = {},
): Promise<ProbeResult> {
  const { penalties = penaltiesUnlessGiven, held = 0.2, seed = 0 } = options;
  const labels = labelsOf('linearProbe (training)', train);
  const wanted = labelsOf('linearProbe (test)', test);
  const classes = classesIn(labels, wanted);
  const standard = standardOf(train);
  const [known, asked] = [standardiseFeatures(train, standard), standardiseFeatures(test, standard)];
  const { penalty, start } = await choosePenalty(known, labels, classes, penalties, held, seed);
  const model = logisticRegression(known, { penalty, classes }, start);
  const predictions = await classify(model, asked);
  return { accuracy: accuracy(predictions, wanted), predictions, penalty };
}

/** From the largest to the smallest, each going on from the one before, until two in a row are no better. */
async function choosePenalty(
  known: Features,
  labels: Int32Array,
  classes: number,
  penalties: readonly number[],
  held: number,
  seed: number,
): Promise<{ penalty: number; start?: LinearModel }> {
  const [only, ...others] = penalties;
  if (only === undefined) throw new RangeError('linearProbe: penalties is empty. Give one at least.');
  const parts = holdOut(labels, held, random.key(seed));
  if (others.length === 0 || parts.held.length === 0) return { penalty: only };
  const [rest, checked] = [chooseRows(known, parts.rest), chooseRows(known, parts.held)];
  const right = checked.labels as Int32Array;
  let best: { penalty: number; start: LinearModel; accuracy: number } | null = null;
  let model: LinearModel | undefined;
  let worse = 0;
  for (const penalty of [...penalties].sort((a, b) => b - a)) {
    model = logisticRegression(rest, { penalty, classes }, model);
    const found = accuracy(await classify(model, checked), right);
    if (best === null || found > best.accuracy)
      [best, worse] = [{ penalty, start: model, accuracy: found }, 0];
    else if (++worse === 2) break;
  }
  return best ?? { penalty: only };
}
