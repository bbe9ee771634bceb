// Half-precision numbers, which not every browser has as an array of its own yet (Float16Array, ECMAScript 2025).

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The number that 16 bits stand for as IEEE 754 binary16. */
export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The nearest binary16 as 16 bits, the even one of two; Infinity from 65,520 on. */
export function toHalf(value: number): number {
  float[0] = value;
  const all = bits[0] as number;
  const sign = (all >>> 16) & 0x8000;
  const magnitude = Math.abs(float[0]);
  if (Number.isNaN(magnitude)) return sign | 0x7e00;
  if (magnitude >= 65520) return sign | 0x7c00;
  // Below 2⁻¹⁴ halves are 2⁻²⁴ apart; above, 2⁻¹⁰ of the power of two below them.
  const exponent = Math.max(-14, ((all >>> 23) & 0xff) - 127);
  const units = roundToEven(magnitude * 2 ** (10 - exponent));
  // A fraction that was rounded up to the next power of two carries into the exponent by itself.
  return sign | (units + (exponent + 14) * 1024);
}

/** The number that 16 bits stand for as bfloat16: the upper half of a binary32. */
export function fromBfloat(bfloat: number): number {
  bits[0] = bfloat << 16;
  return float[0] as number;
}

/** The nearest bfloat16 as 16 bits, the even one of two. */
export function toBfloat(value: number): number {
  float[0] = value;
  const all = bits[0] as number;
  if (Number.isNaN(value)) return ((all >>> 16) & 0x8000) | 0x7fc0;
  return ((all + 0x7fff + ((all >>> 16) & 1)) >>> 16) & 0xffff;
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
