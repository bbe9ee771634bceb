/** Seed of the projection: another one would make other vectors. */
const seed = 0x5eed;

/**
 * Vectors [n, width] → unit vectors [n, dimensions]: as they are, cut behind their first numbers (Matryoshka representations,
 * Kusupati et al. 2022), or by a fixed random projection of signs (Achlioptas 2003), which keeps cosines within about
 * 1/√dimensions. A row of zeros stays one.
 * @throws RangeError where vectors have fewer numbers than they should get.
 */
export function shortenVectors(
  vectors: Float32Array,
  width: number,
  dimensions: number,
  how: 'cut' | 'project',
): Float32Array {
  if (dimensions > width)
    throw new RangeError(`shortenVectors: ${dimensions} numbers of vectors that have ${width}.`);
  const n = vectors.length / width;
  const short = new Float32Array(n * dimensions);
  const signs = how === 'project' && dimensions < width ? projection(width, dimensions) : null;
  for (let i = 0; i < n; i++) {
    const row = vectors.subarray(i * width, (i + 1) * width);
    const to = short.subarray(i * dimensions, (i + 1) * dimensions);
    if (signs === null) to.set(row.subarray(0, dimensions));
    else
      for (let k = 0; k < dimensions; k++) {
        let sum = 0;
        for (let j = 0; j < width; j++) sum += (signs[k * width + j] as number) * (row[j] as number);
        to[k] = sum;
      }
    normalise(to);
  }
  return short;
}

function normalise(row: Float32Array): void {
  let square = 0;
  for (const value of row) square += value * value;
  if (!(square > 0)) return;
  const scale = 1 / Math.sqrt(square);
  for (let j = 0; j < row.length; j++) row[j] = (row[j] as number) * scale;
}

let made: { width: number; dimensions: number; signs: Int8Array } | undefined;

/** int8 [dimensions, width] of 1 and -1, the same ones in every process. */
function projection(width: number, dimensions: number): Int8Array {
  if (made?.width === width && made.dimensions === dimensions) return made.signs;
  const signs = new Int8Array(dimensions * width);
  // xorshift32 (Marsaglia 2003)
  let state = seed;
  for (let i = 0; i < signs.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    signs[i] = state < 0 ? -1 : 1;
  }
  made = { width, dimensions, signs };
  return signs;
}
