import type { TextEncoder } from '../encoder/text-encoder.ts';

/** An encoder together with the store's name of it: what finding by meaning takes. */
export interface StoreEncoder extends TextEncoder {
  /** In the store; `paper_vectors` are of this one. */
  readonly id: number;
}

/** An encoder with its id. Its `encode` may be a method of a class, so parts of it are not simply copied. */
export function withId(id: number, encoder: TextEncoder): StoreEncoder {
  const { fingerprint, name, dimensions } = encoder;
  return { id, fingerprint, name, dimensions, encode: (inputs) => encoder.encode(inputs) };
}
