import {
  encodeAll,
  linearProbe,
  neighbourProbe,
  rankMe,
  type Features,
  type Net,
  type RunningMoments,
} from '@broadsheet/methods';
import type { Parameters, Tensor } from '@broadsheet/tensor';
import type { DataSet } from '../data/data-set.ts';
import { regressionProbe } from './regression-probe.ts';
import type { EvaluationSettings } from './run-plan.ts';

/** An encoder at rest: what evaluation looks at. */
export interface Encoder {
  readonly net: Net;
  readonly parameters: Parameters;
  readonly moments?: RunningMoments;
}

/** Both parts of a data set as tensors. */
export interface EncoderInputs {
  readonly train: Tensor;
  readonly test: Tensor;
}

/** Wider ones would take minutes: their products are made in float64 on one thread. */
const widestRank = 1024;

/**
 * What representations are worth, measured on the held-out part. Where there are labels: `linearProbe` and `neighbours`
 * (accuracies of a linear map and of the k nearest neighbours, 0 to 1). Where there are targets: `rSquared` of a linear map.
 * Always, up to width 1,024: `rankMe` of the learning part's representations. The test part chooses nothing.
 */
export async function evaluateEncoder(
  encoder: Encoder,
  inputs: EncoderInputs,
  data: DataSet,
  settings: EvaluationSettings,
): Promise<Record<string, number>> {
  const train = await featuresOf(encoder, inputs.train, data.train.labels);
  const metrics: Record<string, number> = {};
  if (train.width <= widestRank) metrics['rankMe'] = rankMe(train);
  const { targets } = data.train;
  if (data.test.n === 0 || (train.labels === undefined && targets === undefined)) return metrics;
  const test = await featuresOf(encoder, inputs.test, data.test.labels);
  if (targets !== undefined)
    return {
      ...metrics,
      rSquared: regressionProbe(train, targets, test, data.test.targets ?? new Float32Array()),
    };
  const { accuracy } = await linearProbe(train, test);
  metrics['linearProbe'] = accuracy;
  metrics['neighbours'] = (
    await neighbourProbe(train, test, { k: Math.min(settings.neighbours, train.n) })
  ).accuracy;
  return metrics;
}

/** Representations of one part: inputs [n, ...takes] → [n, gives]. */
export function featuresOf(
  { net, parameters, moments }: Encoder,
  inputs: Tensor,
  labels?: Int32Array,
): Promise<Features> {
  return encodeAll(net, parameters, inputs, {
    ...(moments === undefined ? {} : { moments }),
    ...(labels === undefined ? {} : { labels }),
  });
}
