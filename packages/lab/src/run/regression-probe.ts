import {
  predictRidge,
  ridgeRegression,
  rSquared,
  standardiseFeatures,
  standardOf,
  chooseRows,
  type Features,
} from '@broadsheet/methods';
import { columnMatrix } from '@broadsheet/tensor/linalg';
import { heldOutPlaces } from '../data/choose-inputs.ts';

const penalties = [1, 0.1, 0.01, 0.001, 0.0001, 0.00001];

/**
 * How much of a number a linear map reads out of frozen features: R² on the test features of a ridge regression on features
 * standardised by the training ones, whose penalty is chosen on a fifth of the training features, never on the test's.
 */
export function regressionProbe(
  train: Features,
  targets: Float32Array,
  test: Features,
  wanted: Float32Array,
): number {
  const standard = standardOf(train);
  const [known, asked] = [standardiseFeatures(train, standard), standardiseFeatures(test, standard)];
  const places = heldOutPlaces(train.n, 0.2);
  const rest = chooseRows(known, places.train);
  const held = chooseRows(known, places.test);
  const at = (rows: Int32Array): Float64Array => Float64Array.from(rows, (i) => targets[i] as number);
  const right = at(places.test);
  const scores = ridgeRegression(rest, columnMatrix(at(places.train)), penalties).map((model) =>
    rSquared(predictRidge(model, held).data, right),
  );
  const penalty = penalties[scores.indexOf(Math.max(...scores))] ?? 0.01;
  const [model] = ridgeRegression(known, columnMatrix(targets), [penalty]);
  if (model === undefined) throw new RangeError('regressionProbe: no model was fitted.');
  return rSquared(predictRidge(model, asked).data, wanted);
}
