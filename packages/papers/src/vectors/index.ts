export { findNextTexts, type PaperText } from './find-next-texts.ts';
export {
  activateEncoder,
  activeEncoder,
  addEncoder,
  listEncoders,
  readModel,
  removeEncoder,
  type NewEncoder,
  type StoredEncoder,
} from './encoders.ts';
export { readVectors, type VectorBlock } from './read-vectors.ts';
export { listTextsToEncode, type TextToEncode } from './texts-to-encode.ts';
export { writeVectors, type PaperVector } from './write-vectors.ts';
