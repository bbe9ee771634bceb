/** A safetensors file breaks a rule of the format, or tensors cannot be written as one. The message says which and where. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
}
