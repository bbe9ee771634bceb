import { analyse } from '@broadsheet/papers';
import { draw } from '@broadsheet/methods';
import { random } from '@broadsheet/tensor';
import { gramMatrix, symmetricEigen, type Matrix } from '@broadsheet/tensor/linalg';

/**
 * Vectors of texts where no encoder is trained: tf-idf, (1 + log tf) · log(n / df), rows of length 1, reduced to some dimensions
 * by a truncated SVD (latent semantic analysis; Deerwester et al., 1990), by subspace iteration from a random start (Halko,
 * Martinsson and Tropp, 2011). Words of fewer than 3 texts are left out. Host arithmetic: a few seconds for some thousand texts.
 * @returns float32 [texts, width], rows of length 1
 */
export function tfIdfVectors(texts: readonly string[], width: number, seed = 1): Float32Array {
  const rows = sparseRows(texts);
  const words = rows.reduce((most, { columns }) => Math.max(most, ...columns), -1) + 1;
  const host = draw(random.key(seed));
  const n = texts.length;
  let basis = Float64Array.from({ length: words * width }, () => host.normal());
  for (let round = 0; round < 4; round++) {
    // A · basis, then Aᵀ · that, made orthogonal by way of its Gram matrix.
    const left = orthogonal({ rows: n, columns: width, data: times(rows, basis, width) });
    basis = Float64Array.from(transposedTimes(rows, left, width, words));
  }
  const right = orthogonal({ rows: words, columns: width, data: basis });
  const vectors = Float32Array.from(times(rows, right, width));
  for (let i = 0; i < n; i++) {
    const row = vectors.subarray(i * width, (i + 1) * width);
    const length = Math.hypot(...row) || 1;
    row.forEach((value, j) => (row[j] = value / length));
  }
  return vectors;
}

interface SparseRow {
  readonly columns: readonly number[];
  readonly values: readonly number[];
}

function sparseRows(texts: readonly string[]): SparseRow[] {
  const counted = texts.map((text) => {
    const counts = new Map<string, number>();
    for (const term of analyse(text).split(' ')) counts.set(term, (counts.get(term) ?? 0) + 1);
    return counts;
  });
  const papers = new Map<string, number>();
  for (const counts of counted)
    for (const term of counts.keys()) papers.set(term, (papers.get(term) ?? 0) + 1);
  const columns = new Map<string, number>();
  for (const [term, count] of papers) if (count >= 3) columns.set(term, columns.size);
  return counted.map((counts) => {
    const known = [...counts].filter(([term]) => columns.has(term));
    const values = known.map(
      ([term, count]) => (1 + Math.log(count)) * Math.log(texts.length / (papers.get(term) ?? 1)),
    );
    const length = Math.hypot(...values) || 1;
    return {
      columns: known.map(([term]) => columns.get(term) ?? 0),
      values: values.map((value) => value / length),
    };
  });
}

function times(rows: readonly SparseRow[], dense: Float64Array, width: number): Float64Array {
  const product = new Float64Array(rows.length * width);
  rows.forEach(({ columns, values }, i) =>
    columns.forEach((column, at) => {
      const value = values[at] as number;
      for (let j = 0; j < width; j++)
        product[i * width + j] =
          (product[i * width + j] as number) + value * (dense[column * width + j] as number);
    }),
  );
  return product;
}

function transposedTimes(
  rows: readonly SparseRow[],
  dense: Float64Array,
  width: number,
  words: number,
): Float64Array {
  const product = new Float64Array(words * width);
  rows.forEach(({ columns, values }, i) =>
    columns.forEach((column, at) => {
      const value = values[at] as number;
      for (let j = 0; j < width; j++)
        product[column * width + j] =
          (product[column * width + j] as number) + value * (dense[i * width + j] as number);
    }),
  );
  return product;
}

/** An orthonormal basis of the columns, by the eigenvectors of their Gram matrix. */
function orthogonal(matrix: Matrix): Float64Array {
  const { values, vectors } = symmetricEigen(gramMatrix(matrix));
  const { rows, columns, data } = matrix;
  const basis = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let l = 0; l < columns; l++)
        sum += (data[i * columns + l] as number) * (vectors.data[l * columns + j] as number);
      basis[i * columns + j] = sum / Math.sqrt(Math.max(values[j] as number, 1e-12));
    }
  return basis;
}
