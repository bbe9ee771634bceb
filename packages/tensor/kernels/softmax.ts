// Softmax along dense rows and the losses made of it. Exponentials are of x - max, so that none overflows.
import { exp4, expBelow4 } from './functions';
import { loadSome, splat, storeSome, sumLanes } from './simd';
import { maxRow } from './reduce';

/** exp(x·by - less), or exp(x - less) where nothing is `scaled`. */
@inline
function exponential(x: v128, scaled: bool, by: v128, less: v128): v128 {
  return expBelow4(f32x4.sub(scaled ? f32x4.mul(x, by) : x, less));
}

/** Σ exp(x·scale - shift), and the exponentials at y where `keeping`; no x·scale is above the shift. */
@inline
function exponentials(
  x: usize, y: usize, length: i32, scaled: bool, scale: f32, shift: f32, keeping: bool,
): f32 {
  const by = splat(scale);
  const less = splat(shift);
  let sum = splat(0);
  let other = splat(0);
  let i = 0;
  // Two at a time: neither waits for the other.
  for (; i + 8 <= length; i += 8) {
    const e = exponential(v128.load(x), scaled, by, less);
    const f = exponential(v128.load(x, 16), scaled, by, less);
    if (keeping) {
      v128.store(y, e);
      v128.store(y, f, 16);
    }
    sum = f32x4.add(sum, e);
    other = f32x4.add(other, f);
    x += 32;
    y += 32;
  }
  sum = f32x4.add(sum, other);
  for (; i + 4 <= length; i += 4) {
    const e = exponential(v128.load(x), scaled, by, less);
    if (keeping) v128.store(y, e);
    sum = f32x4.add(sum, e);
    x += 16;
    y += 16;
  }
  if (i < length) {
    // -Infinity in the missing lanes adds nothing; its product with a scale of 0 would.
    const e = exponential(loadSome(x, length - i, -Infinity), scaled, by, less);
    if (keeping) storeSome(y, e, length - i);
    sum = f32x4.add(sum, e);
  }
  return sumLanes(sum);
}

/** log Σ exp(x) of one row; -Infinity where all are, or where it has no elements. */
function logSumExpRow(x: usize, length: i32): f32 {
  const top = maxRow(x, length);
  if (top == -Infinity || top == Infinity || top != top) return top;
  return top + Mathf.log(exponentials(x, 0, length, false, 1, top, false));
}

/** x [rows, length] → y: softmax, or its logarithm. Units: rows. */
export function softmax(x: usize, y: usize, length: i32, logarithm: i32, from: i32, to: i32): void {
  for (let row = from; row < to; row++) {
    const skip = (row as usize) * (length as usize) * 4;
    let a = x + skip;
    let b = y + skip;
    const top = maxRow(a, length);
    let i = 0;
    if (logarithm) {
      const less = splat(top + Mathf.log(exponentials(a, 0, length, false, 1, top, false)));
      for (; i + 4 <= length; i += 4) {
        v128.store(b, f32x4.sub(v128.load(a), less));
        a += 16;
        b += 16;
      }
      if (i < length) storeSome(b, f32x4.sub(loadSome(a, length - i, 0), less), length - i);
    } else {
      const by = splat(1 / exponentials(a, b, length, false, 1, top, true));
      for (; i + 4 <= length; i += 4) {
        v128.store(b, f32x4.mul(v128.load(b), by));
        b += 16;
      }
      if (i < length) storeSome(b, f32x4.mul(loadSome(b, length - i, 0), by), length - i);
    }
  }
}

/** dx = y·(g - Σ g·y), or g - exp(y)·Σ g of its logarithm. Units: rows. */
export function softmaxGradient(
  y: usize, g: usize, dx: usize, length: i32, logarithm: i32, from: i32, to: i32,
): void {
  for (let row = from; row < to; row++) {
    const skip = (row as usize) * (length as usize) * 4;
    let sum = splat(0);
    let i = 0;
    let a = y + skip;
    let b = g + skip;
    for (; i + 4 <= length; i += 4) {
      sum = f32x4.add(sum, logarithm ? v128.load(b) : f32x4.mul(v128.load(a), v128.load(b)));
      a += 16;
      b += 16;
    }
    if (i < length) {
      const some = loadSome(b, length - i, 0);
      sum = f32x4.add(sum, logarithm ? some : f32x4.mul(loadSome(a, length - i, 0), some));
    }
    const total = splat(sumLanes(sum));
    a = y + skip;
    b = g + skip;
    let c = dx + skip;
    for (i = 0; i + 4 <= length; i += 4) {
      const e = v128.load(a);
      const f = v128.load(b);
      v128.store(c, logarithm ? f32x4.sub(f, f32x4.mul(exp4(e), total)) : f32x4.mul(e, f32x4.sub(f, total)));
      a += 16;
      b += 16;
      c += 16;
    }
    if (i < length) {
      const e = loadSome(a, length - i, 0);
      const f = loadSome(b, length - i, 0);
      const z = logarithm ? f32x4.sub(f, f32x4.mul(exp4(e), total)) : f32x4.mul(e, f32x4.sub(f, total));
      storeSome(c, z, length - i);
    }
  }
}

/** x [rows, length] → y [rows]. Units: rows. */
export function logSumExp(x: usize, y: usize, length: i32, from: i32, to: i32): void {
  for (let row = from; row < to; row++)
    store<f32>(y + (row as usize) * 4, logSumExpRow(x + (row as usize) * (length as usize) * 4, length));
}

/** loss = logSumExp(logits) - logits[label]; 0 where the label is below 0. Units: rows. */
export function crossEntropy(
  logits: usize, labels: usize, loss: usize, sums: usize, length: i32, from: i32, to: i32,
): void {
  for (let row = from; row < to; row++) {
    const at = logits + (row as usize) * (length as usize) * 4;
    const label = load<i32>(labels + (row as usize) * 4);
    const sum = logSumExpRow(at, length);
    store<f32>(sums + (row as usize) * 4, sum);
    store<f32>(loss + (row as usize) * 4, label < 0 ? 0 : sum - load<f32>(at + (label as usize) * 4));
  }
}

/** dlogits = g·(softmax - onehot(label)). Units: rows. */
export function crossEntropyGradient(
  logits: usize, labels: usize, sums: usize, g: usize, out: usize, length: i32, from: i32, to: i32,
): void {
  for (let row = from; row < to; row++) {
    const skip = (row as usize) * (length as usize) * 4;
    const label = load<i32>(labels + (row as usize) * 4);
    const gradient: f32 = label < 0 ? 0 : load<f32>(g + (row as usize) * 4);
    scaledSoftmax(logits + skip, out + skip, length, 1, load<f32>(sums + (row as usize) * 4), gradient);
    if (label >= 0) {
      const at = out + skip + (label as usize) * 4;
      store<f32>(at, load<f32>(at) - gradient);
    }
  }
}

/** y = factor·exp(x·scale - shift) */
function scaledSoftmax(x: usize, y: usize, length: i32, scale: f32, shift: f32, factor: f32): void {
  const by = splat(scale);
  const less = splat(shift);
  // What is not a number stays none.
  const times = splat(shift == shift ? factor : NaN);
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    v128.store(y, f32x4.mul(times, expBelow4(f32x4.sub(f32x4.mul(v128.load(x), by), less))));
    x += 16;
    y += 16;
  }
  if (i < length) {
    const some = loadSome(x, length - i, 0);
    storeSome(y, f32x4.mul(times, expBelow4(f32x4.sub(f32x4.mul(some, by), less))), length - i);
  }
}

/**
 * loss = log Σ_{j ≠ leftOut} exp(s_j / τ) - s_positive / τ for each row of similarities; `inverse` holds 1/τ, one for
 * all (step 0) or one for each row (step 1). Units: rows.
 */
export function contrast(
  similarity: usize, positives: usize, leftOut: usize, inverse: usize, inverseStep: i32,
  loss: usize, sums: usize, columns: i32, from: i32, to: i32,
): void {
  for (let row = from; row < to; row++) {
    const at = similarity + (row as usize) * (columns as usize) * 4;
    const scale = load<f32>(inverse + ((row * inverseStep) as usize) * 4);
    const positive = load<i32>(positives + (row as usize) * 4);
    const without = load<i32>(leftOut + (row as usize) * 4);
    const before = without < 0 ? columns : without;
    const after = columns - before - 1;
    const behind = at + ((before + 1) as usize) * 4;
    let top = maxRow(at, before);
    if (after > 0) top = max(top, maxRow(behind, after));
    const shift = top * scale;
    let sum = exponentials(at, 0, before, true, scale, shift, false);
    if (after > 0) sum += exponentials(behind, 0, after, true, scale, shift, false);
    const logSum = shift + Mathf.log(sum);
    store<f32>(sums + (row as usize) * 4, logSum);
    store<f32>(loss + (row as usize) * 4, logSum - scale * load<f32>(at + (positive as usize) * 4));
  }
}

/**
 * ds_j = g/τ·(p_j - [j = positive]), p the softmax without the column left out; and the gradient by 1/τ,
 * g·(Σ p_j·s_j - s_positive). Units: rows.
 */
export function contrastGradient(
  similarity: usize, positives: usize, leftOut: usize, inverse: usize, inverseStep: i32,
  sums: usize, g: usize, out: usize, dInverse: usize, columns: i32, from: i32, to: i32,
): void {
  for (let row = from; row < to; row++) {
    const skip = (row as usize) * (columns as usize) * 4;
    const scale = load<f32>(inverse + ((row * inverseStep) as usize) * 4);
    const positive = load<i32>(positives + (row as usize) * 4);
    const without = load<i32>(leftOut + (row as usize) * 4);
    const gradient = load<f32>(g + (row as usize) * 4);
    const y = out + skip;
    const x = similarity + skip;
    scaledSoftmax(x, y, columns, scale, load<f32>(sums + (row as usize) * 4), 1);
    if (without >= 0) store<f32>(y + (without as usize) * 4, 0);
    let mean = splat(0);
    const by = splat(gradient * scale);
    let i = 0;
    for (; i + 4 <= columns; i += 4) {
      const at = (i as usize) * 4;
      const p = v128.load(y + at);
      mean = f32x4.add(mean, f32x4.mul(p, v128.load(x + at)));
      v128.store(y + at, f32x4.mul(p, by));
    }
    let rest = sumLanes(mean);
    for (; i < columns; i++) {
      const at = (i as usize) * 4;
      const p = load<f32>(y + at);
      rest += p * load<f32>(x + at);
      store<f32>(y + at, p * gradient * scale);
    }
    const at = y + (positive as usize) * 4;
    store<f32>(at, load<f32>(at) - gradient * scale);
    store<f32>(dInverse + (row as usize) * 4, gradient * (rest - load<f32>(x + (positive as usize) * 4)));
  }
}
