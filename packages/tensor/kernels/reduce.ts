// Sums, greatest and least. Sums go by blocks into a float64 total, in an order that no division of work changes.
import { maxLanes, splat, sumLanes } from './simd';

/** Elements that are summed in float32 before they go into the total. */
@inline
const BLOCK: i32 = 512;

/** Σ of `count` dense elements. */
export function sumRow(x: usize, count: i32): f64 {
  let total: f64 = 0;
  let i = 0;
  while (i + 16 <= count) {
    const end = min(count - 15, i + BLOCK);
    let s0 = splat(0), s1 = splat(0), s2 = splat(0), s3 = splat(0);
    for (; i < end; i += 16) {
      s0 = f32x4.add(s0, v128.load(x));
      s1 = f32x4.add(s1, v128.load(x, 16));
      s2 = f32x4.add(s2, v128.load(x, 32));
      s3 = f32x4.add(s3, v128.load(x, 48));
      x += 64;
    }
    total += sumLanes(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3))) as f64;
  }
  for (; i < count; i++) {
    total += load<f32>(x) as f64;
    x += 4;
  }
  return total;
}

/** The greatest of `count` dense elements, NaN if one is; -Infinity of none. */
export function maxRow(x: usize, count: i32): f32 {
  let best: f32 = -Infinity;
  let i = 0;
  if (count >= 4) {
    // f32x4.max minds NaN and the sign of 0, which takes several instructions on x86-64: NaN is looked for apart.
    let m = splat(-Infinity), n = m, o = m, p = m;
    let none = splat(0);
    for (; i + 16 <= count; i += 16) {
      const a = v128.load(x), b = v128.load(x, 16), c = v128.load(x, 32), d = v128.load(x, 48);
      m = f32x4.pmax(m, a);
      n = f32x4.pmax(n, b);
      o = f32x4.pmax(o, c);
      p = f32x4.pmax(p, d);
      none = v128.or(none, v128.or(v128.or(f32x4.ne(a, a), f32x4.ne(b, b)), v128.or(f32x4.ne(c, c), f32x4.ne(d, d))));
      x += 64;
    }
    for (; i + 4 <= count; i += 4) {
      const a = v128.load(x);
      m = f32x4.pmax(m, a);
      none = v128.or(none, f32x4.ne(a, a));
      x += 16;
    }
    if (v128.any_true(none)) return NaN;
    best = maxLanes(f32x4.pmax(f32x4.pmax(m, n), f32x4.pmax(o, p)));
  }
  for (; i < count; i++) {
    best = max(best, load<f32>(x));
    x += 4;
  }
  return best;
}

/** x [outer, length] → y [outer]; 0 sum, 1 greatest, 2 least. Units: rows. */
export function reduceRows(name: i32, x: usize, y: usize, length: i32, from: i32, to: i32): void {
  for (let row = from; row < to; row++) {
    let at = x + (row as usize) * (length as usize) * 4;
    let result: f32;
    if (name == 0) result = sumRow(at, length) as f32;
    else if (name == 1) result = maxRow(at, length);
    else {
      result = Infinity;
      for (let i = 0; i < length; i++) {
        result = min(result, load<f32>(at));
        at += 4;
      }
    }
    store<f32>(y + (row as usize) * 4, result);
  }
}

/** x [outer, length, inner] → y [outer, inner]. Units: outer × blocks of 16 of inner; sums by blocks of 64 rows. */
export function reduceColumns(name: i32, x: usize, y: usize, length: i32, inner: i32, from: i32, to: i32): void {
  const blocks = (inner + 15) / 16;
  const rowBytes = (inner as usize) * 4;
  for (let unit = from; unit < to; unit++) {
    const outer = unit / blocks;
    const column = (unit % blocks) * 16;
    const at = x + ((outer as usize) * (length as usize) * (inner as usize) + (column as usize)) * 4;
    const out = y + ((outer as usize) * (inner as usize) + (column as usize)) * 4;
    if (column + 16 <= inner) wide(name, at, out, length, rowBytes);
    else
      for (let i = 0; i < inner - column; i++)
        narrow(name, at + ((i * 4) as usize), out + ((i * 4) as usize), length, rowBytes);
  }
}

@inline
function meet(name: i32, a: v128, b: v128): v128 {
  return name == 0 ? f32x4.add(a, b) : name == 1 ? f32x4.max(a, b) : f32x4.min(a, b);
}

function wide(name: i32, x: usize, y: usize, length: i32, rowBytes: usize): void {
  const start: f32 = name == 0 ? 0 : name == 1 ? -Infinity : Infinity;
  let t0 = splat(start), t1 = splat(start), t2 = splat(start), t3 = splat(start);
  let i = 0;
  while (i < length) {
    const end = min(length, i + 64);
    let s0 = splat(start), s1 = splat(start), s2 = splat(start), s3 = splat(start);
    for (; i < end; i++) {
      s0 = meet(name, s0, v128.load(x));
      s1 = meet(name, s1, v128.load(x, 16));
      s2 = meet(name, s2, v128.load(x, 32));
      s3 = meet(name, s3, v128.load(x, 48));
      x += rowBytes;
    }
    t0 = meet(name, t0, s0);
    t1 = meet(name, t1, s1);
    t2 = meet(name, t2, s2);
    t3 = meet(name, t3, s3);
  }
  v128.store(y, t0);
  v128.store(y, t1, 16);
  v128.store(y, t2, 32);
  v128.store(y, t3, 48);
}

function narrow(name: i32, x: usize, y: usize, length: i32, rowBytes: usize): void {
  let total: f32 = name == 0 ? 0 : name == 1 ? -Infinity : Infinity;
  let i = 0;
  while (i < length) {
    const end = min(length, i + 64);
    let part: f32 = name == 0 ? 0 : total;
    for (; i < end; i++) {
      const e = load<f32>(x);
      part = name == 0 ? part + e : name == 1 ? max(part, e) : min(part, e);
      x += rowBytes;
    }
    total = name == 0 ? total + part : part;
  }
  store<f32>(y, total);
}

/** x [rows, length] → y int32 [rows]: the first index of the greatest (1) or least (2); NaN is both. Units: rows. */
export function argReduce(name: i32, x: usize, y: usize, length: i32, from: i32, to: i32): void {
  for (let row = from; row < to; row++) {
    const at = x + (row as usize) * (length as usize) * 4;
    let found = 0;
    let best = load<f32>(at);
    for (let i = 1; i < length && best == best; i++) {
      const e = load<f32>(at + ((i * 4) as usize));
      if (e != e || (name == 1 ? e > best : e < best)) {
        best = e;
        found = i;
      }
    }
    store<i32>(y + (row as usize) * 4, found);
  }
}

/** x [rows, length] → y: running sums in float64, from the end where `reverse`. Units: rows. */
export function cumulativeSum(x: usize, y: usize, length: i32, reverse: i32, from: i32, to: i32): void {
  for (let row = from; row < to; row++) {
    const begin = (row as usize) * (length as usize);
    let total: f64 = 0;
    for (let i = 0; i < length; i++) {
      const at = (begin + ((reverse ? length - 1 - i : i) as usize)) * 4;
      total += load<f32>(x + at) as f64;
      store<f32>(y + at, total as f32);
    }
  }
}
