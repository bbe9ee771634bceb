/** A text to encode: a paper, or a query or any other short text. */
export type EncoderInput = string | { readonly title: string; readonly abstract: string };

/** What turns texts into vectors, wherever it comes from. */
export interface TextEncoder {
  /** The same fingerprint, the same vectors. */
  readonly fingerprint: string;
  /** For people. */
  readonly name: string;
  readonly dimensions: number;
  /** Texts → unit vectors, float32 [n, dimensions]; a row of zeros of a text in which the encoder knows nothing. */
  encode(inputs: readonly EncoderInput[]): Promise<Float32Array>;
}
