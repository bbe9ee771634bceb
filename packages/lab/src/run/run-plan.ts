import { z } from 'zod';

const optionValue = z.union([z.number(), z.string(), z.boolean()]);

/** Which data, and how much of them. */
export const dataChoice = z.strictObject({
  /** A data set's name, or the path of one's own data. */
  name: z.string().min(1),
  /** At most so many inputs of each part, always the same ones. */
  limit: z.int().min(2).optional(),
  /** So many inputs of each class to learn from, always the same ones; the test part stays whole. */
  perClass: z.int().min(1).optional(),
  /** Measures on a fifth of the learning part instead of the test part: for choosing settings. */
  validation: z.literal(true).optional(),
  /** Of one's own data: the column or field that is to be foretold. */
  label: z.string().optional(),
  /** Of a folder of images: rows and columns that each is brought to. */
  imageSize: z.int().min(4).max(256).optional(),
  /** Of a long-tailed data set: how many times as many inputs the first class has as the last. */
  imbalance: z.number().min(1).optional(),
});

export type DataChoice = z.infer<typeof dataChoice>;

export const encoderChoice = z.strictObject({
  kind: z.string().min(1),
  /** Those that are not given are the kind's defaults. */
  options: z.record(z.string(), z.union([optionValue, z.array(z.number())])).default({}),
});

export type EncoderChoice = z.infer<typeof encoderChoice>;

const optimisers = ['adamW', 'sgd', 'lars'] as const;
const schedules = ['cosine', 'constant'] as const;

const trainingSettings = z.strictObject({
  epochs: z.number().min(0).max(100_000).default(10),
  batch: z.int().min(2).max(65_536).default(128),
  optimiser: z.enum(optimisers).default('adamW'),
  learningRate: z.number().positive().default(0.002),
  weightDecay: z.number().min(0).default(0.0001),
  schedule: z.enum(schedules).default('cosine'),
  /** Epochs in which the learning rate rises. */
  warmUp: z.number().min(0).default(1),
  /** How much views differ: `strong` ones of images have twice the colour jitter, and blur. */
  views: z.enum(['usual', 'strong']).default('usual'),
});

export type TrainingSettings = z.infer<typeof trainingSettings>;

const evaluationSettings = z.strictObject({
  /** Whether the untrained encoder and the raw inputs are looked at too. */
  baselines: z.boolean().default(true),
  /** k of the k nearest neighbours. */
  neighbours: z.int().min(1).default(20),
});

export type EvaluationSettings = z.infer<typeof evaluationSettings>;

/**
 * Everything that a run follows from, and nothing else: the same plan on the same data gives the same bits on the same
 * machine. Plain JSON, so that it can be kept, sent to a page's worker, and told from others by its hash.
 */
export const runPlan = z.strictObject({
  /** A method's id, or `none`: the encoder stays as it was made. */
  method: z.string().min(1),
  /** Those that are not given are the method's defaults. */
  options: z.record(z.string(), optionValue).default({}),
  encoder: encoderChoice,
  data: dataChoice,
  training: trainingSettings.prefault({}),
  evaluation: evaluationSettings.prefault({}),
  seed: z.int().min(0).max(4_294_967_295).default(1),
});

export type RunPlan = z.infer<typeof runPlan>;

/** As somebody writes it: what is left out has a default. */
export type RunPlanInput = z.input<typeof runPlan>;
