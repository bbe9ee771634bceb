export {
  adaptiveBarlowTwins,
  adaptiveNtXent,
  amcl,
  pairTemperatures,
  temperaturePenalty,
  type AmclFamily,
  type AmclOptions,
} from './methods/amcl.ts';
export {
  barlowTwins,
  barlowTwinsLoss,
  crossCorrelation,
  standardise,
  type BarlowTwinsOptions,
} from './methods/barlow-twins.ts';
export {
  attractionWeights,
  cacr,
  cacrParts,
  repulsionWeights,
  type CacrOptions,
  type CacrParts,
} from './methods/cacr.ts';
export { findMethod, methods } from './methods/catalogue.ts';
export { encoderWithHead, type EncoderWithHead, type WithHead } from './methods/encoder-with-head.ts';
export { describedHead, headOf, type ProjectionOptions } from './methods/head-options.ts';
export {
  isogclr,
  robustContrast,
  temperatureStep,
  type IsogclrOptions,
  type IsogclrState,
  type RobustContrast,
} from './methods/isogclr.ts';
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
export {
  aggregate,
  distillationLoss,
  jointLabels,
  sla,
  unturned,
  type SlaMode,
  type SlaOptions,
} from './methods/sla.ts';
export { drawMasks, targetMomentum, tJepa, type ColumnMasks, type TJepaOptions } from './methods/t-jepa.ts';
export { writeRows } from './methods/write-rows.ts';
export { initBatchNorm, normaliseBatch, type BatchNorm } from './nets/batch-norm.ts';
export {
  featureTransformer,
  type FeatureTransformer,
  type FeatureTransformerOptions,
  type FeatureTransformerParameters,
} from './nets/feature-transformer.ts';
export { initLinear, linear, type Linear } from './nets/linear.ts';
export { mlp, type Mlp, type MlpOptions, type MlpParameters } from './nets/mlp.ts';
export type { Net } from './nets/net.ts';
export { evaluationPass, inside, trainingPass, type Pass } from './nets/pass.ts';
export { projectionHead, type HeadOptions } from './nets/projection-head.ts';
export { reweightingHead } from './nets/reweighting-head.ts';
export { takeTokens } from './nets/take-tokens.ts';
export { RunningMoments, type Moments } from './nets/running-moments.ts';
export { gaussianMixture, type MixtureOptions } from './theory/gaussian-mixture.ts';
export {
  bestRate,
  inContextExperiment,
  type InContextOptions,
  type InContextPoint,
  type InContextResult,
} from './theory/in-context-experiment.ts';
export { gaussianKernel, kernelPredict, kernelRidge, type Kernel } from './theory/kernel-ridge.ts';
export { layerSpectrum } from './theory/layer-spectra.ts';
export {
  attentionPrediction,
  gradientDescentAttention,
  gradientDescentPrediction,
  initLinearAttention,
  linearAttention,
  linearTasks,
  type LinearAttention,
  type RegressionTasks,
  type TaskOptions,
} from './theory/linear-attention.ts';
export { naiveBayes, type NaiveBayesOptions } from './theory/naive-bayes.ts';
export {
  projectionHeadExperiment,
  type DownstreamTask,
  type ProjectionHeadOptions,
  type ProjectionHeadResult,
} from './theory/projection-head-experiment.ts';
export {
  featureAfterLayer,
  spectralContrastiveLoss,
  trainLinearNet,
  type LinearFeatures,
  type LinearNetOptions,
  type LinearNetResult,
} from './theory/projection-head-model.ts';
export {
  bestWeights,
  selfDistillationExperiment,
  type DistillationCurve,
  type Regression,
  type SelfDistillationOptions,
} from './theory/self-distillation-experiment.ts';
export {
  amplifiedRidge,
  bestWeight,
  closedFormSelfDistillation,
  constantWeightFactor,
  distillationFactors,
  iterateSelfDistillation,
  mix,
  type DistillationStep,
} from './theory/self-distillation.ts';
export {
  crossing,
  sizeToConverge,
  twoRegimes,
  type Errors,
  type Regime,
  type TwoRegimesOptions,
} from './theory/two-regimes.ts';
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
export { accuracy } from './evaluate/accuracy.ts';
export { chooseRows } from './evaluate/choose-rows.ts';
export { kMeans, type Clusters, type KMeansOptions } from './cluster/k-means.ts';
export { encodeAll, encodeStages, type EncodeOptions } from './evaluate/encode-all.ts';
export { holdOut, type HeldOut } from './evaluate/hold-out.ts';
export { linearProbe, type ProbeOptions, type ProbeResult } from './evaluate/linear-probe.ts';
export {
  classify,
  logisticRegression,
  type LinearModel,
  type LogisticOptions,
} from './evaluate/logistic-regression.ts';
export { nearestNeighbours, type NeighbourOptions, type Neighbours } from './evaluate/nearest-neighbours.ts';
export {
  neighbourProbe,
  type NeighbourProbeOptions,
  type NeighbourProbeResult,
} from './evaluate/neighbour-probe.ts';
export { rankMe, singularSpectrum } from './evaluate/rank-me.ts';
export { ridgeProbe } from './evaluate/ridge-probe.ts';
export { predictRidge, ridgeRegression, type RidgeModel } from './evaluate/ridge-regression.ts';
export { standardiseFeatures, standardOf, type Standard } from './evaluate/standardise-features.ts';
export {
  convNet,
  largeConvNet,
  smallConvNet,
  type ConvNetOptions,
  type ConvNetParameters,
} from './nets/conv-net.ts';
export { convolve, initConvolution, type Convolution } from './nets/convolution.ts';
export { initResidualBlock, residualBlock, type ResidualBlock } from './nets/residual-block.ts';
export { blurImages } from './views/images/blur-images.ts';
export { type JitterOptions } from './views/images/colour-jitter.ts';
export { type CropOptions } from './views/images/crop-window.ts';
export {
  imageViews,
  simclrViews,
  type BlurOptions,
  type CutoutOptions,
  type ImageViewOptions,
} from './views/images/image-views.ts';
export { plainImages } from './views/images/plain-images.ts';
export { allQuarterTurns, turnImages } from './views/images/quarter-turns.ts';
export { bagOfWords, type BagOfWordsOptions, type BagOfWordsParameters } from './nets/bag-of-words.ts';
export { dropout } from './nets/dropout.ts';
export {
  initFeatureTokenizer,
  tokenizeFeatures,
  type Columns,
  type FeatureTokenizer,
} from './nets/feature-tokenizer.ts';
export { initLayerNorm, normaliseLayer, type LayerNorm } from './nets/layer-norm.ts';
export {
  initAttention,
  multiHeadAttention,
  type AttentionOptions,
  type MultiHeadAttention,
} from './nets/multi-head-attention.ts';
export { patches } from './nets/patches.ts';
export { sinCosGrid, sinCosPositions } from './nets/positions.ts';
export {
  initTransformerBlock,
  transformerBlock,
  type TransformerBlock,
  type TransformerBlockOptions,
} from './nets/transformer-block.ts';
export {
  visionTransformer,
  type VisionTransformer,
  type VisionTransformerOptions,
  type VisionTransformerParameters,
} from './nets/vision-transformer.ts';
export { alignment } from './evaluate/alignment.ts';
export { balancedAccuracy, confusion, type Confusion } from './evaluate/confusion.ts';
export { fewLabels, fewOfEachClass, type FewLabelsOptions } from './evaluate/few-labels.ts';
export {
  fineTune,
  type FineTuneOptions,
  type FineTuneResult,
  type LabelledInputs,
  type TrainedEncoder,
} from './evaluate/fine-tune.ts';
export { meanAndSpread, type MeanAndSpread } from './evaluate/mean-and-spread.ts';
export { meanSquaredError, rSquared } from './evaluate/regression-error.ts';
export { spearman } from './evaluate/spearman.ts';
export { uniformity } from './evaluate/uniformity.ts';
export { enqueue, initQueue } from './train/queue.ts';
export { drawLambda, mixup } from './views/mixup.ts';
export { seriesViews, type SeriesViewOptions } from './views/series/series-views.ts';
export { tableViews, type TableViewOptions } from './views/tables/table-views.ts';
export { fillUp } from './views/texts/fill-up.ts';
export { textViews, type Sentences, type TextViewOptions } from './views/texts/text-views.ts';
export { Vocabulary, type VocabularyOptions } from './views/texts/vocabulary.ts';
export { wordsOf } from './views/texts/words.ts';
export {
  graphConvolution,
  normalisedAdjacency,
  passToNeighbours,
  type Adjacency,
} from './nets/graph-convolution.ts';
export { sentencesOf } from './views/texts/sentences.ts';
