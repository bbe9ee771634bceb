import {
  adamW,
  constantRate,
  lars,
  needsOf,
  sgd,
  shuffledBatches,
  warmUpCosine,
  type Method,
  type Net,
  type Optimiser,
  type Schedule,
  type TrainingPlan,
} from '@broadsheet/methods';
import type { Tensor } from '@broadsheet/tensor';
import type { DataSet } from '../data/data-set.ts';
import type { Reading } from './reading.ts';
import type { RunPlan, TrainingSettings } from './run-plan.ts';
import { viewsOf } from './views-of.ts';

/** What `train` needs, from a plan and the learning part as a tensor. */
export function trainingPlan(
  plan: RunPlan,
  parts: { method: Method; options: object; net: Net; data: DataSet; reading: Reading; inputs: Tensor },
): TrainingPlan {
  const { method, net, data, reading, inputs } = parts;
  const options = parts.options as Readonly<Record<string, unknown>>;
  const needs = needsOf(method, options);
  const { labels, n } = data.train;
  if (needs.labels && labels === undefined)
    throw new RangeError(
      `${method.name} learns from labels, and ${data.name} has none. Name a column by --label, or take another method.`,
    );
  const { batch, epochs } = plan.training;
  if (n < batch)
    throw new RangeError(
      `${data.name} has ${n} inputs to learn from, which do not fill one batch of ${batch}. Use --batch ${Math.max(2, 2 ** Math.floor(Math.log2(n)))}.`,
    );
  const batches = shuffledBatches({
    size: n,
    batch,
    views: viewsOf(reading, inputs, data.train.inputs, needs, plan.training.views),
    ...(needs.labels && labels !== undefined ? { labels } : {}),
  });
  const steps = Math.round(epochs * batches.perEpoch);
  return {
    learner: method.learner(net, options, { size: n, classes: data.classes.length }),
    batches,
    optimiser: optimiserOf(plan.training),
    schedule: scheduleOf(plan.training, steps, batches.perEpoch),
    steps,
    seed: plan.seed,
  };
}

function optimiserOf({ optimiser, weightDecay }: TrainingSettings): Optimiser {
  if (optimiser === 'adamW') return adamW({ weightDecay });
  return optimiser === 'sgd' ? sgd({ weightDecay }) : lars({ weightDecay });
}

function scheduleOf(
  { schedule, learningRate, warmUp }: TrainingSettings,
  steps: number,
  perEpoch: number,
): Schedule {
  if (schedule === 'constant') return constantRate(learningRate);
  return warmUpCosine({ peak: learningRate, steps, warmUp: Math.min(steps, Math.round(warmUp * perEpoch)) });
}
