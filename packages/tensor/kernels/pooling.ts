// Pooling; vectors run over the channels. Gradients are gathered: each pixel asks the windows over it, so that no two
// units write to one place. Pixels outside of the image count neither as a maximum nor in an average.
import { storeChannels } from './store-channels';
import { endTap, endWindow, firstTap, firstWindow } from './windows';

/**
 * y[n, i, j, c] = the maximum of x over the r × s window at (i·sh − top, j·sw − left); NaN if there is one in it (the last).
 * where[n, i, j, c] (int32): the pixel y · w + x of the image it came from, the first of equals. A window without pixels
 * gives −∞ and −1. x: [N, h, w, c], y and where: [N, p, q, c]. Units: rows of output, N·p.
 */
export function maxPool(
  x: usize, y: usize, where: usize, h: i32, w: i32, c: i32, r: i32, s: i32, p: i32, q: i32,
  sh: i32, sw: i32, top: i32, left: i32, from: i32, to: i32,
): void {
  const pixel = (c as usize) * 4;
  for (let row = from; row < to; row++) {
    const i = row % p;
    const image = x + (((row / p) * h * w) as usize) * pixel;
    const top0 = i * sh - top + firstTap(i, sh, top);
    const end = i * sh - top + endTap(i, sh, top, r, h);
    for (let j = 0; j < q; j++) {
      const left0 = j * sw - left + firstTap(j, sw, left);
      const right = j * sw - left + endTap(j, sw, left, s, w);
      const out = ((row * q + j) as usize) * pixel;
      for (let k = 0; k < c; k += 4) {
        const offset = (k as usize) * 4;
        let best = f32x4.splat(-Infinity), at = i32x4.splat(-1);
        for (let a = top0; a < end; a++) {
          for (let b = left0; b < right; b++) {
            const value = v128.load(image + ((a * w + b) as usize) * pixel + offset);
            const first = i32x4.lt_s(at, i32x4.splat(0));
            const better = v128.or(v128.or(f32x4.gt(value, best), f32x4.ne(value, value)), first);
            best = v128.bitselect(value, best, better);
            at = v128.bitselect(i32x4.splat(a * w + b), at, better);
          }
        }
        storeChannels(y + out + offset, best, c - k);
        storeChannels(where + out + offset, at, c - k);
      }
    }
  }
}

/** dx[pixel] = Σ dy over the windows whose maximum it was; dy, where: [N, p, q, c], dx: [N, h, w, c]. Units: N·h rows. */
export function maxPoolGradient(
  dy: usize, where: usize, dx: usize, h: i32, w: i32, c: i32, r: i32, s: i32, p: i32, q: i32,
  sh: i32, sw: i32, top: i32, left: i32, from: i32, to: i32,
): void {
  const pixel = (c as usize) * 4;
  for (let row = from; row < to; row++) {
    const i = row % h;
    const image = (((row / h) * p * q) as usize) * pixel;
    const a0 = firstWindow(i, sh, top, r), a1 = endWindow(i, sh, top, p);
    for (let j = 0; j < w; j++) {
      const out = dx + ((row * w + j) as usize) * pixel;
      const me = i32x4.splat(i * w + j);
      const b0 = firstWindow(j, sw, left, s), b1 = endWindow(j, sw, left, q);
      for (let k = 0; k < c; k += 4) {
        const offset = (k as usize) * 4;
        let sum = f32x4.splat(0);
        for (let a = a0; a < a1; a++) {
          for (let b = b0; b < b1; b++) {
            const at = image + ((a * q + b) as usize) * pixel + offset;
            sum = f32x4.add(sum, v128.and(v128.load(dy + at), i32x4.eq(v128.load(where + at), me)));
          }
        }
        storeChannels(out + offset, sum, c - k);
      }
    }
  }
}

/**
 * y[n, i, j, c] = the mean of x over the pixels in the r × s window at (i·sh − top, j·sw − left); 0 where there are none.
 * x: [N, h, w, c], y: [N, p, q, c]. Units: rows of output, N·p.
 */
export function averagePool(
  x: usize, y: usize, h: i32, w: i32, c: i32, r: i32, s: i32, p: i32, q: i32,
  sh: i32, sw: i32, top: i32, left: i32, from: i32, to: i32,
): void {
  const pixel = (c as usize) * 4;
  for (let row = from; row < to; row++) {
    const i = row % p;
    const image = x + (((row / p) * h * w) as usize) * pixel;
    const top0 = i * sh - top + firstTap(i, sh, top);
    const end = i * sh - top + endTap(i, sh, top, r, h);
    for (let j = 0; j < q; j++) {
      const left0 = j * sw - left + firstTap(j, sw, left);
      const right = j * sw - left + endTap(j, sw, left, s, w);
      const count = f32x4.splat(max(1, (end - top0) * (right - left0)) as f32);
      const out = y + ((row * q + j) as usize) * pixel;
      for (let k = 0; k < c; k += 4) {
        const offset = (k as usize) * 4;
        let sum = f32x4.splat(0);
        for (let a = top0; a < end; a++) {
          for (let b = left0; b < right; b++) {
            sum = f32x4.add(sum, v128.load(image + ((a * w + b) as usize) * pixel + offset));
          }
        }
        storeChannels(out + offset, f32x4.div(sum, count), c - k);
      }
    }
  }
}

/** dx[pixel] = Σ dy / (pixels in the window) over the windows over it. Units: rows of the input, N·h. */
export function averagePoolGradient(
  dy: usize, dx: usize, h: i32, w: i32, c: i32, r: i32, s: i32, p: i32, q: i32,
  sh: i32, sw: i32, top: i32, left: i32, from: i32, to: i32,
): void {
  const pixel = (c as usize) * 4;
  for (let row = from; row < to; row++) {
    const i = row % h;
    const image = dy + (((row / h) * p * q) as usize) * pixel;
    const a0 = firstWindow(i, sh, top, r), a1 = endWindow(i, sh, top, p);
    for (let j = 0; j < w; j++) {
      const out = dx + ((row * w + j) as usize) * pixel;
      const b0 = firstWindow(j, sw, left, s), b1 = endWindow(j, sw, left, q);
      for (let k = 0; k < c; k += 4) {
        const offset = (k as usize) * 4;
        let sum = f32x4.splat(0);
        for (let a = a0; a < a1; a++) {
          const rows = endTap(a, sh, top, r, h) - firstTap(a, sh, top);
          for (let b = b0; b < b1; b++) {
            const count = (rows * (endTap(b, sw, left, s, w) - firstTap(b, sw, left))) as f32;
            sum = f32x4.add(sum, f32x4.div(v128.load(image + ((a * q + b) as usize) * pixel + offset), f32x4.splat(count)));
          }
        }
        storeChannels(out + offset, sum, c - k);
      }
    }
  }
}
