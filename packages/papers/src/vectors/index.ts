export { countTexts, countTextsSince } from './count-texts.ts';
export { findNextTexts, type PaperText } from './find-next-texts.ts';
export {
  activateEncoder,
  activeEncoder,
  addEncoder,
  encoderBefore,
  listEncoders,
  listOwnEncoders,
  readModel,
  removeEncoder,
  type NewEncoder,
  type StoredEncoder,
} from './encoders.ts';
export { readVectors, type VectorBlock } from './read-vectors.ts';
export { countTextsToEncode, listTextsToEncode, type TextToEncode } from './texts-to-encode.ts';
export { countUnencodedTexts, findUnencodedTexts } from './unencoded-texts.ts';
export { vectorsOf, type VectorsOfPapers } from './vectors-of.ts';
export { writeVectors, type PaperVector } from './write-vectors.ts';
