import {
  adamW,
  findMethod,
  imageViews,
  needsOf,
  parseOptions,
  shuffledBatches,
  warmUpCosine,
  type Net,
  type TrainingPlan,
} from '@broadsheet/methods';
import type { Tensor } from '@broadsheet/tensor';
import { makeEncoder } from './encoders.ts';
import type { RunWish } from './messages.ts';

/**
 * Views that leave a digit the digit that it is: crops of a third of it at least, more or less ink, no mirror images.
 * Chosen on the digits to learn from; see docs/decisions/010-methods-in-the-page.md.
 */
const digitViews = {
  crop: { area: [0.35, 1], aspect: [3 / 4, 4 / 3] },
  flip: 0,
  jitter: { chance: 0.8, brightness: 0.4, contrast: 0.4, saturation: 0, hue: 0 },
  grayscale: 0,
} as const;

/**
 * The plan of a run on digits.
 * @param images uint8 [n, 28, 28, 1]
 * @throws OptionError or RangeError where the wish cannot be done; the message says what can.
 */
export function planRun(
  wish: RunWish,
  images: Tensor,
  labels: Int32Array,
): { plan: TrainingPlan; encoder: Net } {
  const method = findMethod(wish.method);
  // One method has to know the batch; it is the run's.
  const batch = 'batch' in method.defaults ? { batch: wish.batch } : {};
  const options = parseOptions(method, { ...wish.options, ...batch });
  const needs = needsOf(method, options);
  const encoder = makeEncoder(wish.encoder);
  const batches = shuffledBatches({
    size: labels.length,
    batch: wish.batch,
    views: imageViews(images, { ...digitViews, views: needs.views }),
    ...(needs.labels ? { labels } : {}),
  });
  const steps = wish.epochs * batches.perEpoch;
  return {
    encoder,
    plan: {
      learner: method.learner(encoder, options, { size: labels.length, classes: 10 }),
      batches,
      optimiser: adamW({ weightDecay: 1e-4 }),
      schedule: warmUpCosine({ peak: wish.learningRate, steps, warmUp: Math.min(20, Math.ceil(steps / 10)) }),
      steps,
      seed: wish.seed,
    },
  };
}
