// Depthwise convolution, one filter a channel: vectors run over the channels, which lie side by side. So little is
// computed for each float read that copies would cost more than asking where windows end.
import { share } from './convolution-filter-gradient';
import { madd } from './simd';
import { storeChannels } from './store-channels';
import {
  endTap, endWindow, endWindowOfTap, firstTap, firstWindow, firstWindowOfTap,
} from './windows';

/**
 * y[n, i, j, c] = Σ_{r, s} x[n, i·sh + r − top, j·sw + s − left, c] · filters[r, s, c]; x is 0 outside. x: [N, h, w, c],
 * filters: [r, s, c], y: [N, p, q, c]. Units: rows of output, N·p.
 */
export function depthwise(
  x: usize, filters: usize, y: usize, h: i32, w: i32, c: i32, r: i32, s: i32, p: i32, q: i32,
  sh: i32, sw: i32, top: i32, left: i32, from: i32, to: i32,
): void {
  const pixel = (c as usize) * 4;
  for (let row = from; row < to; row++) {
    const i = row % p;
    const r0 = firstTap(i, sh, top);
    const rows = endTap(i, sh, top, r, h) - r0;
    const line = (row / p) * h + i * sh - top + r0;
    for (let j = 0; j < q; j++) {
      const s0 = firstTap(j, sw, left);
      const columns = endTap(j, sw, left, s, w) - s0;
      sumTaps(
        x + ((line * w + j * sw - left + s0) as usize) * pixel, (w as usize) * pixel, pixel,
        filters + ((r0 * s + s0) as usize) * pixel, (s as usize) * pixel, pixel,
        rows, columns, y + ((row * q + j) as usize) * pixel, c,
      );
    }
  }
}

/**
 * The gradient with respect to the input: each pixel gathers from the windows over it. dy: [N, p, q, c], dx: [N, h, w, c].
 * Units: rows of the input, N·h.
 */
export function depthwiseInputGradient(
  dy: usize, filters: usize, dx: usize, h: i32, w: i32, c: i32, r: i32, s: i32, p: i32, q: i32,
  sh: i32, sw: i32, top: i32, left: i32, from: i32, to: i32,
): void {
  const pixel = (c as usize) * 4;
  for (let row = from; row < to; row++) {
    const i = row % h;
    const p0 = firstWindow(i, sh, top, r);
    const rows = endWindow(i, sh, top, p) - p0;
    const line = (row / h) * p + p0;
    for (let j = 0; j < w; j++) {
      const q0 = firstWindow(j, sw, left, s);
      const columns = endWindow(j, sw, left, q) - q0;
      sumTaps(
        dy + ((line * q + q0) as usize) * pixel, (q as usize) * pixel, pixel,
        filters + (((i + top - p0 * sh) * s + j + left - q0 * sw) as usize) * pixel,
        ((-sh * s) as usize) * pixel, (-sw as usize) * pixel,
        rows, columns, dx + ((row * w + j) as usize) * pixel, c,
      );
    }
  }
}

/** out[c] = Σ a · b over rows × columns of pixels; steps in bytes, of either sign. */
function sumTaps(
  a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bColumn: usize,
  rows: i32, columns: i32, out: usize, c: i32,
): void {
  for (; c > 0; c -= 8) {
    let left = f32x4.splat(0), right = f32x4.splat(0);
    let aLine = a, bLine = b;
    for (let i = 0; i < rows; i++) {
      let aAt = aLine, bAt = bLine;
      for (let j = 0; j < columns; j++) {
        left = madd(v128.load(aAt), v128.load(bAt), left);
        if (c > 4) right = madd(v128.load(aAt, 16), v128.load(bAt, 16), right);
        aAt += aColumn;
        bAt += bColumn;
      }
      aLine += aRow;
      bLine += bRow;
    }
    storeChannels(out, left, c);
    if (c > 4) storeChannels(out + 16, right, c - 4);
    a += 32;
    b += 32;
    out += 32;
  }
}

/**
 * parts[k, r, s, c] = Σ x[n, i·sh + r − top, j·sw + s − left, c] · dy[n, i, j, c] over the k-th of `parts` even shares of
 * the N·p rows of output; sumParts adds them up. `parts` may follow from the shape but not from the number of threads.
 * Units: parts × ⌈c / 16⌉ blocks of channels.
 */
export function depthwiseFilterGradient(
  x: usize, dy: usize, out: usize, n: i32, h: i32, w: i32, c: i32, r: i32, s: i32, p: i32, q: i32,
  sh: i32, sw: i32, top: i32, left: i32, parts: i32, from: i32, to: i32,
): void {
  const blocks = (c + 15) / 16;
  const pixel = (c as usize) * 4;
  for (let unit = from; unit < to; unit++) {
    const part = unit / blocks;
    const channel = (unit % blocks) * 16;
    const offset = (channel as usize) * 4;
    const partAt = out + ((part * r * s) as usize) * pixel + offset;
    for (let tap = 0; tap < r * s; tap++) {
      for (let i = 0; i < min(16, c - channel); i += 4) {
        storeChannels(partAt + (tap as usize) * pixel + (i as usize) * 4, f32x4.splat(0), c - channel - i);
      }
    }
    for (let row = share(n * p, part, parts); row < share(n * p, part + 1, parts); row++) {
      const i = row % p;
      const line = (row / p) * h + i * sh - top;
      for (let a = firstTap(i, sh, top); a < endTap(i, sh, top, r, h); a++) {
        for (let b = 0; b < s; b++) {
          const j = firstWindowOfTap(b, sw, left);
          addProducts(
            x + (((line + a) * w + j * sw - left + b) as usize) * pixel + offset, (sw as usize) * pixel,
            dy + ((row * q + j) as usize) * pixel + offset, pixel,
            endWindowOfTap(b, sw, left, w, q) - j, partAt + ((a * s + b) as usize) * pixel, c - channel,
          );
        }
      }
    }
  }
}

/** out[c] += Σ a · b over `count` pixels, for up to sixteen channels; steps in bytes. */
function addProducts(a: usize, aStep: usize, b: usize, bStep: usize, count: i32, out: usize, c: i32): void {
  if (c >= 16) {
    let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
    for (let i = 0; i < count; i++) {
      s0 = madd(v128.load(a), v128.load(b), s0);
      s1 = madd(v128.load(a, 16), v128.load(b, 16), s1);
      s2 = madd(v128.load(a, 32), v128.load(b, 32), s2);
      s3 = madd(v128.load(a, 48), v128.load(b, 48), s3);
      a += aStep;
      b += bStep;
    }
    v128.store(out, f32x4.add(v128.load(out), s0));
    v128.store(out, f32x4.add(v128.load(out, 16), s1), 16);
    v128.store(out, f32x4.add(v128.load(out, 32), s2), 32);
    v128.store(out, f32x4.add(v128.load(out, 48), s3), 48);
    return;
  }
  for (; c > 0; c -= 4) {
    let sum = f32x4.splat(0);
    let aAt = a, bAt = b;
    for (let i = 0; i < count; i++) {
      sum = madd(v128.load(aAt), v128.load(bAt), sum);
      aAt += aStep;
      bAt += bStep;
    }
    storeChannels(out, f32x4.add(v128.load(out), sum), c);
    a += 16;
    b += 16;
    out += 16;
  }
}
