/** The laboratory's part that runs in pages too: data in memory, runs, records, plots. No files, no processes. */
export { chooseInputs, holdOut, fewOfEachClass, limited } from '../data/choose-inputs.ts';
export {
  isImages,
  type DataKind,
  type DataSet,
  type Fault,
  type ImageInputs,
  type Inputs,
  type Part,
  type TableInputs,
  type Text,
  type TextInputs,
} from '../data/data-set.ts';
export { readDigits, unpackDigits } from '../data/digits.ts';
export { longTailed, type LongTailOptions } from '../data/long-tailed.ts';
export { resizeImage } from '../data/resize-image.ts';
export { sha256 } from '../data/sha256.ts';
export { barPlot, type Bar, type BarPlotOptions } from '../plots/bar-plot.ts';
export { linePlot, type Line, type LinePlotOptions } from '../plots/line-plot.ts';
export { lossPlot } from '../plots/loss-plot.ts';
export { summaryPlot } from '../plots/summary-plot.ts';
export { Curve, type CurvePoint, type CurveState } from './curve.ts';
export { disposeEncoder, loadEncoder, saveEncoder, type EncoderFacts } from './encoder-file.ts';
export {
  chooseEncoder,
  encoderKinds,
  usualEncoder,
  type EncoderKind,
  type EncoderOption,
} from './encoder-kinds.ts';
export { evaluateEncoder, featuresOf, type Encoder, type EncoderInputs } from './evaluate-encoder.ts';
export { canonicalJson, planHash } from './plan-hash.ts';
export { readingOf, takesOf, toTensor, type Reading } from './reading.ts';
export {
  CheckpointError,
  completePlan,
  hashOf,
  notesOf,
  Run,
  type BeginOptions,
  type RunOutcome,
} from './run.ts';
export {
  dataChoice,
  runPlan,
  type DataChoice,
  type EncoderChoice,
  type EvaluationSettings,
  type RunPlan,
  type RunPlanInput,
  type TrainingSettings,
} from './run-plan.ts';
export {
  labRecord,
  type AnalysisRecord,
  type CodeFacts,
  type LabRecord,
  type MachineFacts,
  type RunRecord,
  type Series,
} from './run-record.ts';
