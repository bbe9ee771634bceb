/** A unit vector as the papers' are kept: 127 times each number, rounded to int8. null of a row of zeros, which is near to nothing. */
export function queryCodes(vector: Float32Array): Int8Array | null {
  const codes = Int8Array.from(vector, (x) => Math.round(127 * x));
  return codes.some((code) => code !== 0) ? codes : null;
}

/** Codes of unit vectors → their mean, as codes of a unit vector; null where they cancel out, or there are none. */
export function meanCodes(vectors: readonly Int8Array[]): Int8Array | null {
  const [first] = vectors;
  if (first === undefined) return null;
  const sum = new Float32Array(first.length);
  for (const codes of vectors) {
    const norm = Math.hypot(...codes) || 1;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (codes[i] ?? 0) / norm;
  }
  const norm = Math.hypot(...sum);
  return norm === 0 ? null : queryCodes(sum.map((x) => x / norm));
}

/** The cosine of two vectors from the dot product of their codes. */
export function cosineOf(dot: number): number {
  return Math.min(1, Math.max(-1, dot / (127 * 127)));
}
