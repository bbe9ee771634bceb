import { EmbeddingTable, embeddingBag, random, tensor, type Tensor } from '@broadsheet/tensor';
import type { Net } from '@broadsheet/methods';

/** Parameters are a `type`, since trees of tensors are. */
export type TermParameters = { readonly table: EmbeddingTable };

/** Random rows are this many times shorter than the weights of their terms: a rate of 0.01 then moves them in some steps. */
const shrink = 32;

/**
 * The encoder while it learns: int32 [n, length], -1 for no token → the mean of the tokens' rows, [n, dimensions].
 *
 * It begins as a random projection (Johnson and Lindenstrauss, 1984) of texts weighted by inverse document frequency: cosines are
 * about those of tf-idf before the first step, and learning has only to add what words have to do with each other.
 * @param weights [rows]: how much each row counts at first.
 * @param begun [rows, dimensions] where there are rows to begin with; NaN where a row has none.
 */
export function termNet(
  { length, dimensions }: { readonly length: number; readonly dimensions: number },
  weights: Float32Array,
  begun?: Float32Array,
): Net<TermParameters> {
  const rows = weights.length;
  return {
    takes: [length],
    gives: dimensions,
    init(key) {
      const values = random.normal(key, [rows, dimensions]).dataNow<'float32'>().slice();
      for (let row = 0; row < rows; row++)
        for (let at = row * dimensions; at < (row + 1) * dimensions; at++) {
          const known = begun?.[at] ?? NaN;
          values[at] = Number.isNaN(known)
            ? ((values[at] as number) * (weights[row] as number)) / shrink
            : known;
        }
      return { table: new EmbeddingTable(tensor(values, [rows, dimensions])) };
    },
    run: ({ table }, inputs): Tensor => embeddingBag(table, inputs),
  };
}

/**
 * Inverse document frequencies: ln((N + 1) / (n + ½)) for rows that n of N papers have, at least a small one; 0 for rows that no
 * paper has, of which nothing can be learnt.
 */
export function inverseDocumentFrequencies(papersWith: Int32Array, papers: number): Float32Array {
  return Float32Array.from(papersWith, (n) =>
    n === 0 ? 0 : Math.max(0.1, Math.log((papers + 1) / (n + 0.5))),
  );
}
