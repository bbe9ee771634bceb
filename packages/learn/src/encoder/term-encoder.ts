import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { termsOf, type Lexicon } from './lexicon.ts';
import type { EncoderInput, TextEncoder } from './text-encoder.ts';

/** A table of rows, int8 with a scale for each: row i is `scales[i]` times its codes. */
export interface TermTable {
  readonly dimensions: number;
  /** [rows, dimensions] */
  readonly codes: Int8Array;
  /** [rows] */
  readonly scales: Float32Array;
}

/** Texts after which other work may have its turn. */
const atOnce = 64;

/**
 * The encoder: the sum of the rows of a text's terms, at length one. What a row means, and how much it counts, is learnt
 * (`trainEncoder`). A paper is its title and its abstract as one text.
 */
export class TermEncoder implements TextEncoder {
  readonly fingerprint: string;
  readonly name: string;
  readonly lexicon: Lexicon;
  readonly #table: TermTable;

  constructor(lexicon: Lexicon, table: TermTable, name: string, model: Uint8Array) {
    this.lexicon = lexicon;
    this.#table = table;
    this.name = name;
    this.fingerprint = createHash('sha256').update(model).digest('hex');
  }

  get dimensions(): number {
    return this.#table.dimensions;
  }

  async encode(inputs: readonly EncoderInput[]): Promise<Float32Array> {
    const d = this.dimensions;
    const vectors = new Float32Array(inputs.length * d);
    for (let i = 0; i < inputs.length; i++) {
      if (i > 0 && i % atOnce === 0) await breathe();
      this.#encodeInto(vectors.subarray(i * d, (i + 1) * d), inputs[i] as EncoderInput);
    }
    return vectors;
  }

  /** A row of the table, float32 [dimensions]. */
  row(row: number): Float32Array {
    const vector = new Float32Array(this.dimensions);
    this.#add(vector, row);
    return vector;
  }

  #encodeInto(vector: Float32Array, input: EncoderInput): void {
    const text = typeof input === 'string' ? input : `${input.title}\n${input.abstract}`;
    for (const term of termsOf(text)) for (const row of this.lexicon.rowsOf(term)) this.#add(vector, row);
    let square = 0;
    for (const value of vector) square += value * value;
    if (square === 0) return;
    const factor = 1 / Math.sqrt(square);
    for (let j = 0; j < vector.length; j++) vector[j] = (vector[j] as number) * factor;
  }

  #add(vector: Float32Array, row: number): void {
    const { codes, scales, dimensions } = this.#table;
    const scale = scales[row] as number;
    const from = row * dimensions;
    for (let j = 0; j < dimensions; j++)
      vector[j] = (vector[j] as number) + scale * (codes[from + j] as number);
  }
}
