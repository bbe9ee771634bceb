/**
 * A number from 0 (included) to 1 (not included) that depends on the key and the index alone, so that any value of any
 * tensor can be made without those before it: the finaliser of MurmurHash3 over both.
 */
export function uniform(key: number, index: number): number {
  return mix(Math.imul(index + 1, 0x9e3779b9) ^ mix(key)) / 2 ** 32;
}

function mix(bits: number): number {
  let mixed = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
