// One result per element. Which function is chosen once per run of elements, outside of the loop over them.
import { loadSome, splat, storeSome } from './simd';
import { bell4, erf4, exp4, geluSlope4, log4, normal4, power4, sigmoid4, sine4, tanh4 } from './functions';

/** Functions of a few instructions, or of which a net computes many: each has a loop of its own. */
@inline
function quick(name: i32, x: v128): v128 {
  switch (name) {
    case 0: return f32x4.neg(x);
    case 6: return f32x4.mul(x, x);
    // f32x4.max would take several instructions more; NaN stays here too.
    case 9: return v128.andnot(x, f32x4.le(x, splat(0)));
    default: return f32x4.mul(x, normal4(x, bell4(x)));
  }
}

/** The others, chosen anew for each vector. */
function any(name: i32, x: v128): v128 {
  switch (name) {
    case 1: return exp4(x);
    case 2: return log4(x);
    case 3: return f32x4.sqrt(x);
    case 4: return f32x4.div(splat(1), f32x4.sqrt(x));
    case 5: return f32x4.div(splat(1), x);
    case 7: return f32x4.abs(x);
    case 8: {
      const sign = v128.or(v128.and(x, i32x4.splat(0x80000000)), splat(1));
      return v128.bitselect(x, sign, v128.or(f32x4.eq(x, splat(0)), f32x4.ne(x, x)));
    }
    case 11: return sigmoid4(x);
    case 12: return tanh4(x);
    case 13: return erf4(x);
    case 14: return sine4(x, false);
    case 15: return sine4(x, true);
    // log(1 + e^x) = max(x, 0) + log(1 + e^-|x|)
    case 16:
      return f32x4.add(f32x4.max(x, splat(0)), log4(f32x4.add(splat(1), exp4(f32x4.neg(f32x4.abs(x))))));
    default: return f32x4.floor(x);
  }
}

@inline
function mapOne(name: i32, isQuick: bool, x: usize, y: usize, count: i32): void {
  for (; count > 0; count -= 4) {
    const v = count >= 4 ? v128.load(x) : loadSome(x, count, 0);
    const w = isQuick ? quick(name, v) : any(name, v);
    if (count >= 4) v128.store(y, w);
    else storeSome(y, w, count);
    x += 16;
    y += 16;
  }
}

/** y = f(x) for elements `from` to `to`. */
export function unary(name: i32, x: usize, y: usize, from: i32, to: i32): void {
  x += (from as usize) * 4;
  y += (from as usize) * 4;
  const count = to - from;
  switch (name) {
    case 0: mapOne(0, true, x, y, count); break;
    case 6: mapOne(6, true, x, y, count); break;
    case 9: mapOne(9, true, x, y, count); break;
    case 10: mapOne(10, true, x, y, count); break;
    default: mapOne(name, false, x, y, count);
  }
}

@inline
function quickTwo(name: i32, a: v128, b: v128): v128 {
  switch (name) {
    case 0: return f32x4.add(a, b);
    case 1: return f32x4.sub(a, b);
    case 2: return f32x4.mul(a, b);
    case 3: return f32x4.div(a, b);
    // a is what came in (for sigmoid and tanh: what went out), b the gradient.
    case 10: return v128.and(f32x4.gt(a, splat(0)), b);
    default: return f32x4.mul(b, geluSlope4(a));
  }
}

function anyTwo(name: i32, a: v128, b: v128): v128 {
  switch (name) {
    case 4: return f32x4.max(a, b);
    case 5: return f32x4.min(a, b);
    case 6: return power4(a, b);
    case 7: return v128.and(f32x4.eq(a, b), splat(1));
    case 8: return v128.and(f32x4.lt(a, b), splat(1));
    case 9: return v128.and(f32x4.le(a, b), splat(1));
    case 12: return f32x4.mul(b, f32x4.mul(a, f32x4.sub(splat(1), a)));
    default: return f32x4.mul(b, f32x4.sub(splat(1), f32x4.mul(a, a)));
  }
}

@inline
function mapTwo(
  name: i32, isQuick: bool, a: usize, aBytes: usize, b: usize, bBytes: usize, y: usize, count: i32,
): void {
  for (; count > 0; count -= 4) {
    const u = count >= 4 ? v128.load(a) : loadSome(a, count, 1);
    const v = count >= 4 ? v128.load(b) : loadSome(b, count, 1);
    const w = isQuick ? quickTwo(name, u, v) : anyTwo(name, u, v);
    if (count >= 4) v128.store(y, w);
    else storeSome(y, w, count);
    a += aBytes;
    b += bBytes;
    y += 16;
  }
}

/** An operand that repeats is written four times into scratch memory and read from there again and again. */
function run(
  name: i32, a: usize, aStep: i32, b: usize, bStep: i32, y: usize, count: i32, scratch: usize,
): void {
  let aBytes: usize = 16;
  let bBytes: usize = 16;
  if (aStep == 0) {
    v128.store(scratch, v128.load32_splat(a));
    a = scratch;
    aBytes = 0;
  }
  if (bStep == 0) {
    v128.store(scratch, v128.load32_splat(b), 16);
    b = scratch + 16;
    bBytes = 0;
  }
  switch (name) {
    case 0: mapTwo(0, true, a, aBytes, b, bBytes, y, count); break;
    case 1: mapTwo(1, true, a, aBytes, b, bBytes, y, count); break;
    case 2: mapTwo(2, true, a, aBytes, b, bBytes, y, count); break;
    case 3: mapTwo(3, true, a, aBytes, b, bBytes, y, count); break;
    case 10: mapTwo(10, true, a, aBytes, b, bBytes, y, count); break;
    case 11: mapTwo(11, true, a, aBytes, b, bBytes, y, count); break;
    default: mapTwo(name, false, a, aBytes, b, bBytes, y, count);
  }
}

/**
 * y = f(a, b). The last axis has `inner` elements, along which an operand lies dense (step 1) or repeats (step 0). The
 * other axes are up to three, the second and third of lengths `axis2` and `axis3`, with steps in elements. `scratch`:
 * this thread's, 32 bytes. Units: rows of `inner`.
 */
export function binary(
  name: i32, a: usize, aStep: i32, b: usize, bStep: i32, y: usize, inner: i32,
  axis2: i32, axis3: i32, a1: i32, a2: i32, a3: i32, b1: i32, b2: i32, b3: i32,
  scratch: usize, from: i32, to: i32,
): void {
  for (let row = from; row < to; row++) {
    const third = row % axis3;
    const upper = row / axis3;
    const second = upper % axis2;
    const first = upper / axis2;
    run(
      name,
      a + ((first * a1 + second * a2 + third * a3) as usize) * 4, aStep,
      b + ((first * b1 + second * b2 + third * b3) as usize) * 4, bStep,
      y + (row as usize) * (inner as usize) * 4, inner, scratch,
    );
  }
}

/** The same for dense operands of one shape, or a single number in place of one. Elements `from` to `to`. */
export function binaryDense(
  name: i32, a: usize, aStep: i32, b: usize, bStep: i32, y: usize, scratch: usize, from: i32, to: i32,
): void {
  const skip = (from as usize) * 4;
  run(name, a + skip * (aStep as usize), aStep, b + skip * (bStep as usize), bStep, y + skip, to - from, scratch);
}

/** y = a where the condition is not 0, b elsewhere. Elements `from` to `to`. */
export function select(condition: usize, a: usize, b: usize, y: usize, from: i32, to: i32): void {
  for (let i = from; i < to; i++) {
    const at = (i as usize) * 4;
    store<f32>(y + at, load<f32>(condition + at) != 0 ? load<f32>(a + at) : load<f32>(b + at));
  }
}

/** Every word of y, from `from` to `to`. */
export function fill(y: usize, word: i32, from: i32, to: i32): void {
  for (let i = from; i < to; i++) store<i32>(y + (i as usize) * 4, word);
}

/** float32 ← int32 (0), float32 ← uint8 (1), int32 ← float32 (2), int32 ← uint8 (3), uint8 ← float32 (4), uint8 ← int32 (5). */
export function cast(kind: i32, x: usize, y: usize, from: i32, to: i32): void {
  for (let i = from as usize; i < (to as usize); i++) {
    switch (kind) {
      case 0: store<f32>(y + i * 4, load<i32>(x + i * 4) as f32); break;
      case 1: store<f32>(y + i * 4, load<u8>(x + i) as f32); break;
      case 2: store<i32>(y + i * 4, i32(load<f32>(x + i * 4))); break;
      case 3: store<i32>(y + i * 4, load<u8>(x + i) as i32); break;
      case 4: store<u8>(y + i, min(255, u32(load<f32>(x + i * 4))) as u8); break;
      default: store<u8>(y + i, max(0, min(255, load<i32>(x + i * 4))) as u8);
    }
  }
}
