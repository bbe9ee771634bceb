// How results of four or eight channels reach memory, whole or in part.
import { storeSome } from './simd';

/** Writes four channels, or the `left` that there are. */
@inline
export function storeChannels(to: usize, x: v128, left: i32): void {
  if (left >= 4) v128.store(to, x);
  else storeSome(to, x, left);
}

/** Writes eight channels, or adds to them. */
@inline
export function storePair(to: usize, low: v128, high: v128, adding: bool): void {
  if (adding) {
    low = f32x4.add(v128.load(to), low);
    high = f32x4.add(v128.load(to, 16), high);
  }
  v128.store(to, low);
  v128.store(to, high, 16);
}

/** The first `width` floats of a tile's row to where they belong. */
export function moveRow(from: usize, to: usize, width: i32, adding: bool): void {
  const end = to + (width as usize) * 4;
  while (to < end) {
    const x = load<f32>(from);
    store<f32>(to, adding ? load<f32>(to) + x : x);
    from += 4;
    to += 4;
  }
}
