import { random } from '@broadsheet/tensor';
import { zeroMatrix, type Matrix } from '@broadsheet/tensor/linalg';
import { accuracy } from './accuracy.ts';
import { chooseRows } from './choose-rows.ts';
import type { Features } from './features.ts';
import { holdOut } from './hold-out.ts';
import { classesIn, labelsOf } from './labels-of.ts';
import { largestOfRows } from './largest-of-rows.ts';
import type { ProbeOptions, ProbeResult } from './linear-probe.ts';
import { predictRidge, ridgeRegression, type RidgeModel } from './ridge-regression.ts';
import { standardiseFeatures, standardOf } from './standardise-features.ts';

const penaltiesUnlessGiven = [1, 0.1, 0.01, 1e-3, 1e-4, 1e-5];

/**
 * As `linearProbe`, with least squares on the classes' indicators in place of the cross-entropy: closed form, float64 on the
 * host, the same numbers on every back end. A point or so below logistic regression as a rule.
 */
export function ridgeProbe(train: Features, test: Features, options: ProbeOptions = {}): ProbeResult {
  const { penalties = penaltiesUnlessGiven, held = 0.2, seed = 0 } = options;
  const labels = labelsOf('ridgeProbe (training)', train);
  const wanted = labelsOf('ridgeProbe (test)', test);
  const classes = classesIn(labels, wanted);
  const standard = standardOf(train);
  const [known, asked] = [standardiseFeatures(train, standard), standardiseFeatures(test, standard)];
  const penalty = choosePenalty(known, labels, classes, penalties, held, seed);
  const [model] = ridgeRegression(known, indicators(labels, classes), [penalty]);
  const predictions = largestOfRows(predictRidge(model as RidgeModel, asked).data, classes);
  return { accuracy: accuracy(predictions, wanted), predictions, penalty };
}

function choosePenalty(
  known: Features,
  labels: Int32Array,
  classes: number,
  penalties: readonly number[],
  held: number,
  seed: number,
): number {
  const [only, ...others] = penalties;
  if (only === undefined) throw new RangeError('ridgeProbe: penalties is empty. Give one at least.');
  const parts = holdOut(labels, held, random.key(seed));
  if (others.length === 0 || parts.held.length === 0) return only;
  const [rest, checked] = [chooseRows(known, parts.rest), chooseRows(known, parts.held)];
  const models = ridgeRegression(rest, indicators(rest.labels as Int32Array, classes), penalties);
  const found = models.map((model) =>
    accuracy(largestOfRows(predictRidge(model, checked).data, classes), checked.labels as Int32Array),
  );
  return penalties[found.indexOf(Math.max(...found))] as number;
}

function indicators(labels: Int32Array, classes: number): Matrix {
  const made = zeroMatrix(labels.length, classes);
  labels.forEach((label, i) => {
    made.data[i * classes + label] = 1;
  });
  return made;
}
