export {
  barlowTwins,
  barlowTwinsLoss,
  crossCorrelation,
  standardise,
  type BarlowTwinsOptions,
} from './methods/barlow-twins.ts';
export { methods } from './methods/catalogue.ts';
export { encoderWithHead, type EncoderWithHead, type WithHead } from './methods/encoder-with-head.ts';
export { describedHead, headOf, type ProjectionOptions } from './methods/head-options.ts';
export {
  learner,
  needsOf,
  type Batch,
  type DataFacts,
  type Learner,
  type Method,
  type Moment,
  type Needs,
  type Seen,
  type Source,
} from './methods/method.ts';
export {
  mixedBarlowTwins,
  mixedCorrelationLoss,
  type MixedBarlowTwinsOptions,
} from './methods/mixed-barlow-twins.ts';
export {
  rangeInWords,
  type ChoiceOption,
  type NumberOption,
  type OptionDescription,
  type SwitchOption,
} from './methods/option-description.ts';
export { OptionError, parseOptions } from './methods/parse-options.ts';
export { ntXent, simclr, type SimclrOptions } from './methods/simclr.ts';
export { initBatchNorm, normaliseBatch, type BatchNorm } from './nets/batch-norm.ts';
export { initLinear, linear, type Linear } from './nets/linear.ts';
export { mlp, type MlpOptions, type MlpParameters } from './nets/mlp.ts';
export type { Net } from './nets/net.ts';
export { evaluationPass, inside, trainingPass, type Pass } from './nets/pass.ts';
export { projectionHead, type HeadOptions } from './nets/projection-head.ts';
export { RunningMoments, type Moments } from './nets/running-moments.ts';
export { adamW, type AdamWOptions } from './train/adam-w.ts';
export { loadCheckpoint, saveCheckpoint } from './train/checkpoint.ts';
export { lars, type LarsOptions } from './train/lars.ts';
export { moveTowards } from './train/move-towards.ts';
export type { Memory, Optimiser, StepSize } from './train/optimiser.ts';
export {
  constantRate,
  infinite,
  warmUpCosine,
  type CosineOptions,
  type InfiniteOptions,
  type Schedule,
} from './train/schedule.ts';
export { sgd, type SgdOptions } from './train/sgd.ts';
export {
  beginTraining,
  DivergenceError,
  train,
  type Batches,
  type StepReport,
  type TrainingPlan,
  type TrainingState,
} from './train/training.ts';
export { shuffledBatches, type BatchOptions, type MakeViews } from './views/batches.ts';
export { draw, type Draw } from './views/draw.ts';
export type { Features } from './evaluate/features.ts';
