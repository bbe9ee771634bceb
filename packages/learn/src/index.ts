/** Learning from the papers themselves. Floor 2: imports papers, tensor and methods. */
export { openEncoder } from './encoder/encoder-file.ts';
export { quantise } from './encoder/quantise.ts';
export type { EncoderInput, TextEncoder } from './encoder/text-encoder.ts';
export * from './feed/index.ts';
export * from './interests/index.ts';
export { mapPapers, type MapRequest, type PaperMap, type Topic } from './map/map-papers.ts';
export { MapThread, type MapThreadOptions } from './map/map-thread.ts';
export { MapUnavailable } from './map/map-unavailable.ts';
export { neighbourhoodKept, type NeighbourhoodKept } from './map/neighbourhood-kept.ts';
export { placeOnPlane, principalPlane, type Plane } from './map/principal-plane.ts';
export { project, type ProjectOptions } from './map/project.ts';
export { mostTopics } from './topics/find-topics.ts';
export { folderOf, openPretrained } from './pretrained/open-pretrained.ts';
export { PretrainedError } from './pretrained/pretrained-error.ts';
export { PretrainedSettings } from './pretrained/pretrained-settings.ts';
export { AboutEncoder, EncoderCheck, readAbout } from './versions/about-encoder.ts';
export { addPretrainedEncoder } from './versions/add-pretrained-encoder.ts';
export {
  checkpointIn,
  forgetTraining,
  readBegunTraining,
  writeBegunTraining,
  type BegunTraining,
} from './versions/begun-training.ts';
export {
  trainEncoder,
  type AboutTraining,
  type EncoderProgress,
  type EncoderTexts,
  type EncoderWatch,
  type TrainEncoderPlan,
} from './train/train-encoder.ts';
export { defaultSettings, methodOptions, type TrainingSettings } from './train/training-settings.ts';
export { bm25Places } from './versions/bm25-places.ts';
export { checkEncoder } from './versions/check-encoder.ts';
export { encodeWaiting, type EncodeOptions, type EncodingProgress } from './versions/encode-waiting.ts';
export { encoderInUse, lookAgain, type EncoderInUseOptions } from './versions/encoder-in-use.ts';
export { isHeldOut, shareHeldOut } from './versions/held-out.ts';
export {
  learnVersion,
  type LearnOptions,
  type LearnReport,
  type LearnStep,
  type TrainedEncoder,
} from './versions/learn-version.ts';
export { learningDue } from './versions/learning-due.ts';
export { openStoredEncoder, type OpenStoredOptions } from './versions/open-stored-encoder.ts';
export { withId, type StoreEncoder } from './versions/store-encoder.ts';
export { switchEncoder } from './versions/switch-encoder.ts';
export { wholeStore, type TextsPart, type TrainingTexts } from './versions/training-texts.ts';
export { useShippedEncoder } from './versions/use-shipped-encoder.ts';
