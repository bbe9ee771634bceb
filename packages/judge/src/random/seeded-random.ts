/**
 * Numbers that look random and are the same for the same seed: xoshiro128** (Blackman and Vigna 2021), its state filled from the
 * seed by a multiplicative hash. Not for secrets.
 * @param seed A whole number.
 * @returns A function that gives the next number, from 0 to just below 1 in steps of 2⁻³².
 */
export function seededRandom(seed: number): () => number {
  let filler = seed | 0;
  const fill = () => {
    filler = (filler + 0x9e3779b9) | 0;
    let word = filler ^ (filler >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return word ^ (word >>> 15);
  };
  let [a, b, c, d] = [fill(), fill(), fill(), fill()];
  return () => {
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 11);
    return result / 2 ** 32;
  };
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
