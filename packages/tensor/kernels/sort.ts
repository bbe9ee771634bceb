// Rows sorted by merging runs of doubled length: stable, and NaN behind everything.

/**
 * x [rows, length] → y and the indices where its elements stood. `scratch`: this thread's, 2 · length words.
 * Units: rows.
 */
export function sort(
  x: usize, y: usize, indices: usize, length: i32, descending: i32, scratch: usize, from: i32, to: i32,
): void {
  const scratchBytes = (length as usize) * 4;
  for (let row = from; row < to; row++) {
    const skip = (row as usize) * (length as usize) * 4;
    let source = scratch;
    let target = scratch + scratchBytes;
    for (let i = 0; i < length; i++) store<i32>(source + (i as usize) * 4, i);
    for (let run = 1; run < length; run *= 2) {
      for (let begin = 0; begin < length; begin += 2 * run) {
        const middle = min(length, begin + run);
        merge(x + skip, source, target, begin, middle, min(length, middle + run), descending);
      }
      const other = source;
      source = target;
      target = other;
    }
    for (let i = 0; i < length; i++) {
      const index = load<i32>(source + (i as usize) * 4);
      store<i32>(indices + skip + (i as usize) * 4, index);
      store<f32>(y + skip + (i as usize) * 4, load<f32>(x + skip + (index as usize) * 4));
    }
  }
}

function merge(x: usize, source: usize, target: usize, begin: i32, middle: i32, end: i32, descending: i32): void {
  let left = begin;
  let right = middle;
  for (let i = begin; i < end; i++) {
    const a = left < middle ? load<i32>(source + (left as usize) * 4) : 0;
    const b = right < end ? load<i32>(source + (right as usize) * 4) : 0;
    const second =
      left >= middle ||
      (right < end && before(load<f32>(x + (b as usize) * 4), load<f32>(x + (a as usize) * 4), descending));
    store<i32>(target + (i as usize) * 4, second ? b : a);
    if (second) right += 1;
    else left += 1;
  }
}

function before(a: f32, b: f32, descending: i32): bool {
  if (a != a) return false;
  if (b != b) return true;
  return descending ? a > b : a < b;
}
