/**
 * A vector as int8, of which only the direction counts: the largest number becomes 127, the others as much smaller, rounded. null
 * of a row of zeros, which is near to nothing.
 */
export function queryCodes(vector: Float32Array): Int8Array | null {
  const largest = vector.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return largest === 0 ? null : Int8Array.from(vector, (x) => Math.round((127 * x) / largest));
}

/** Codes of vectors → the mean of their unit vectors, as codes; null where they cancel out, or there are none. */
export function meanCodes(vectors: readonly Int8Array[]): Int8Array | null {
  const [first] = vectors;
  if (first === undefined) return null;
  const sum = new Float32Array(first.length);
  for (const codes of vectors) {
    const norm = Math.hypot(...codes) || 1;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (codes[i] ?? 0) / norm;
  }
  return queryCodes(sum);
}
