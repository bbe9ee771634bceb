/** Files of tensors in Hugging Face's safetensors format. */
export type { SafetensorsArrays, SafetensorsDtype, StoredDtype } from './dtypes.ts';
export { readSafetensors, type Safetensors, type SafetensorsTensor } from './read-safetensors.ts';
export { SafetensorsError } from './safetensors-error.ts';
export { writeSafetensors, type WritableTensor } from './write-safetensors.ts';
