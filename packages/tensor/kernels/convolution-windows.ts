// Where each window of a convolution begins in memory. In NHWC the taps of one row of a window are S·C floats side by
// side; only at the border they are not, so the rows that a strip needs are first copied between zeros, into scratch that
// the cache holds. No im2col: windows overlap in the copy as they do in the image.

/**
 * Writes to `table` the address of the first tap of every window of output rows [from, to), counted through all images;
 * returns the bytes from one row of taps to the next. x: [N, h, w, c]; p × q windows an image, `top` and `left` of either
 * sign. Where no window crosses the border, addresses point into x and nothing is copied, unless `copy`. Space at
 * `padded`: for each image touched by k of the rows ((k − 1) · sh + r) · ((q − 1) · sw + s) · c floats, and 32 bytes.
 */
export function placeWindows(
  x: usize, h: i32, w: i32, c: i32, r: i32, s: i32, p: i32, q: i32,
  sh: i32, sw: i32, top: i32, left: i32, copy: bool,
  from: i32, to: i32, table: usize, padded: usize,
): usize {
  const pixel = (c as usize) * 4;
  const width = (q - 1) * sw + s;
  const inside = top <= 0 && left <= 0 && (p - 1) * sh + r - top <= h && width - left <= w;
  const direct = r == 0 || s == 0 || (inside && !copy);
  const pitch = ((direct ? w : width) as usize) * pixel;
  let row = from;
  while (row < to) {
    const image = row / p;
    const first = row - image * p;
    const last = min(p, first + to - row);
    const begin = first * sh - top;
    const source = x + (image as usize) * (h as usize) * (w as usize) * pixel;
    let at = padded;
    if (direct) at = source + ((begin * w - left) as usize) * pixel;
    else padded = padRows(source, h, w, c, begin, begin + (last - first - 1) * sh + r, left, width, padded);
    for (let i = first; i < last; i++) {
      let window = at;
      for (let j = 0; j < q; j++) {
        store<u32>(table, window as u32);
        table += 4;
        window += (sw as usize) * pixel;
      }
      at += (sh as usize) * pitch;
    }
    row += last - first;
  }
  return pitch;
}

/** Rows [from, to) of an image, also above and below it, as rows of `width` pixels that begin `left` before it. */
function padRows(
  image: usize, h: i32, w: i32, c: i32, from: i32, to: i32, left: i32, width: i32, out: usize,
): usize {
  const before = min(width, max(0, left));
  const skipped = max(0, -left);
  const copied = max(0, min(w - skipped, width - before));
  const after = width - before - copied;
  for (let row = from; row < to; row++) {
    if (row < 0 || row >= h) {
      out = zeros(out, width * c);
      continue;
    }
    out = zeros(out, before * c);
    let at = image + (((row * w + skipped) * c) as usize) * 4;
    const end = out + ((copied * c) as usize) * 4;
    // Writes up to 12 bytes too many, which the next row overwrites; the last row has the 32 bytes of slack.
    while (out < end) {
      v128.store(out, v128.load(at));
      out += 16;
      at += 16;
    }
    out = zeros(end, after * c);
  }
  return out;
}

function zeros(out: usize, count: i32): usize {
  const end = out + (count as usize) * 4;
  while (out < end) {
    v128.store(out, f32x4.splat(0));
    out += 16;
  }
  return end;
}
