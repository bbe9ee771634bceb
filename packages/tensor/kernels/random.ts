// Threefry-2x32 with 20 rounds (Salmon et al., Parallel Random Numbers: As Easy as 1, 2, 3, 2011): a counter and a key in,
// two random words out. Element i depends on the key and on i alone, so any part of a stream can be made anywhere.
import { log4, sine4 } from './functions';
import { splat, storeSome } from './simd';

@inline
function rotate(x: v128, by: i32): v128 {
  return v128.or(i32x4.shl(x, by), i32x4.shr_u(x, 32 - by));
}

/**
 * y[0 … count): words (0), float32 in [0, 1) with 24 bits (1), or standard normal float32 by Box and Muller (2). Units:
 * blocks of 8 elements, made of four counters: the first words of each, then the second ones.
 */
export function random(kind: i32, key0: i32, key1: i32, y: usize, count: i32, from: i32, to: i32): void {
  const k0 = i32x4.splat(key0);
  const k1 = i32x4.splat(key1);
  const k2 = v128.xor(v128.xor(k0, k1), i32x4.splat(0x1bd11bda));
  for (let block = from; block < to; block++) {
    const counter = i32x4.add(i32x4.splat(block * 4), i32x4(0, 1, 2, 3));
    let a = i32x4.add(counter, k0);
    let b = k1;
    for (let group = 0; group < 5; group++) {
      const odd = group & 1;
      a = i32x4.add(a, b); b = v128.xor(rotate(b, odd ? 17 : 13), a);
      a = i32x4.add(a, b); b = v128.xor(rotate(b, odd ? 29 : 15), a);
      a = i32x4.add(a, b); b = v128.xor(rotate(b, odd ? 16 : 26), a);
      a = i32x4.add(a, b); b = v128.xor(rotate(b, odd ? 24 : 6), a);
      const turn = (group + 1) % 3;
      a = i32x4.add(a, turn == 0 ? k0 : turn == 1 ? k1 : k2);
      b = i32x4.add(b, i32x4.add(turn == 0 ? k1 : turn == 1 ? k2 : k0, i32x4.splat(group + 1)));
    }
    if (kind > 0) {
      a = f32x4.mul(f32x4.convert_i32x4_u(i32x4.shr_u(a, 8)), splat(5.9604644775390625e-8));
      b = f32x4.mul(f32x4.convert_i32x4_u(i32x4.shr_u(b, 8)), splat(5.9604644775390625e-8));
    }
    if (kind > 1) {
      const radius = f32x4.sqrt(f32x4.mul(splat(-2), log4(f32x4.sub(splat(1), a))));
      const angle = f32x4.mul(b, splat(6.283185307179586));
      a = f32x4.mul(radius, sine4(angle, true));
      b = f32x4.mul(radius, sine4(angle, false));
    }
    const out = y + (block as usize) * 32;
    const left = count - block * 8;
    if (left >= 4) v128.store(out, a);
    else storeSome(out, a, left);
    if (left >= 8) v128.store(out, b, 16);
    else if (left > 4) storeSome(out + 16, b, left - 4);
  }
}
