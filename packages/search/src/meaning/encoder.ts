/** A text to encode: a paper, or a query or any other short text. */
export type EncoderInput = string | { readonly title: string; readonly abstract: string };

/**
 * What finding by meaning needs: an encoder in use, as the store knows it. packages/learn has such; who opens a store gives one
 * to the functions of this room.
 */
export interface Encoder {
  /** In the store; `paper_vectors` are of this one. */
  readonly id: number;
  readonly dimensions: number;
  /** Texts → unit vectors, float32 [n, dimensions]; a row of zeros of a text in which the encoder knows nothing. */
  encode(inputs: readonly EncoderInput[]): Promise<Float32Array>;
}
