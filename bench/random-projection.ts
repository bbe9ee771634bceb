import type { EncoderInput } from '@broadsheet/search';

/** Of every vector that is measured with. */
export const dimensions = 256;

/**
 * Texts as sums of their words' vectors of random signs (Achlioptas, "Database-friendly random projections", 2003): what stands in
 * where the time of an encoder matters and not its quality.
 */
export async function randomProjection(inputs: readonly EncoderInput[]): Promise<Float32Array> {
  const all = new Float32Array(inputs.length * dimensions);
  inputs.forEach((input, row) => {
    const text = typeof input === 'string' ? input : `${input.title} ${input.abstract}`;
    const vector = all.subarray(row * dimensions, (row + 1) * dimensions);
    for (const word of text.toLowerCase().match(/[\p{Letter}\p{Number}]{3,}/gu) ?? []) addSigns(vector, word);
    const norm = Math.hypot(...vector);
    if (norm > 0) for (let i = 0; i < dimensions; i++) vector[i] = (vector[i] as number) / norm;
  });
  return all;
}

/** A hash of the word (FNV-1a) begins a linear congruence, whose highest bits are the signs. */
function addSigns(vector: Float32Array, word: string): void {
  let state = 2_166_136_261;
  for (let i = 0; i < word.length; i++) state = Math.imul(state ^ word.charCodeAt(i), 16_777_619);
  for (let i = 0; i < vector.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    vector[i] = (vector[i] as number) + (state < 0 ? -1 : 1);
  }
}
