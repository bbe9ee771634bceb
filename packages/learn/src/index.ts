/** Learning from the papers themselves. Floor 2: imports papers, tensor and methods. */
export { quantise } from './encoder/quantise.ts';
export type { EncoderInput, TextEncoder } from './encoder/text-encoder.ts';
