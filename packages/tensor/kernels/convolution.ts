// Convolution without im2col. The innermost loop holds six windows × eight channels of the output in twelve registers;
// with two of filters and one of input they fill the fifteen that x86-64 leaves to WebAssembly. Each of the six windows
// has an address of its own, so blocks run across rows and images, and any stride costs the same.
import { placeWindows } from './convolution-windows';
import { madd } from './simd';
import { moveRow, storePair } from './store-channels';

@inline
const WINDOWS: i32 = 6;
@inline
const CHANNELS: i32 = 8;
/** In scratch a tile of 6 × 8, the addresses of its rows, and from here tables of the windows' addresses. */
@inline
const TILE_ADDRESSES: usize = 192;
@inline
const TABLES: usize = 224;

/**
 * y[n, i, j, o] = Σ_{r, s, c} x[n, i·sh + r − top, j·sw + s − left, c] · w[r, s, c, o], or y += where `accumulate`; x is 0
 * outside. x: [N, h, w, cin], y: [N, p, q, cout], filters: w by packFilters. Units: strips of `rows` of the N·p rows of
 * output, ⌈N·p / rows⌉. `scratch`, this thread's: 320 + 8 · rows·q + 4 · cout bytes and what placeWindows asks for.
 */
export function convolution(
  x: usize, filters: usize, y: usize, n: i32, h: i32, w: i32, cin: i32, r: i32, s: i32, cout: i32, p: i32, q: i32,
  sh: i32, sw: i32, top: i32, left: i32, accumulate: i32, rows: i32, scratch: usize, from: i32, to: i32,
): void {
  const pixel = (cout as usize) * 4;
  for (let unit = from; unit < to; unit++) {
    convolveRows(
      x, h, w, cin, filters, r, s, p, q, sh, sw, top, left,
      y, (p as usize) * (q as usize) * pixel, (q as usize) * pixel, pixel, cout, accumulate != 0,
      unit * rows, min(n * p, (unit + 1) * rows), scratch,
    );
  }
}

/**
 * The gradient with respect to the input: dx[n, h, w, c] = Σ dy[n, i, j, o] · w[r, s, c, o] over all taps and outputs with
 * i·sh + r − top = h and j·sw + s − left = w. Pixels with the same remainder of (h + top, w + left) by the stride are hit
 * by the same taps: each of these sh·sw phases is a convolution of stride 1 over dy (Dumoulin and Visin, A guide to
 * convolution arithmetic for deep learning, 2016, chapter 4). dy: [N, p, q, cout], dx: [N, h, w, cin], filters: w by
 * packTurnedFilters. Units: ⌈N · ⌈h / sh⌉ / rows⌉ strips. `scratch` as for a convolution over dy with stride 1,
 * ⌈r / sh⌉ × ⌈s / sw⌉ taps and ⌈h / sh⌉ × ⌈w / sw⌉ outputs, but of images as low as ⌊h / sh⌋.
 */
export function convolutionInputGradient(
  dy: usize, filters: usize, dx: usize, n: i32, h: i32, w: i32, cin: i32, r: i32, s: i32, cout: i32, p: i32, q: i32,
  sh: i32, sw: i32, top: i32, left: i32, accumulate: i32, rows: i32, scratch: usize, from: i32, to: i32,
): void {
  const pixel = (cin as usize) * 4;
  const panelBytes = (((cin + CHANNELS - 1) / CHANNELS) as usize) * (cout as usize) * 32;
  for (let a = 0; a < sh; a++) {
    const tapRows = a < r ? (r - a + sh - 1) / sh : 0;
    const y0 = (a + sh - (top % sh)) % sh;
    const high = y0 < h ? (h - y0 + sh - 1) / sh : 0;
    for (let b = 0; b < sw; b++) {
      const tapColumns = b < s ? (s - b + sw - 1) / sw : 0;
      const x0 = (b + sw - (left % sw)) % sw;
      const wide = x0 < w ? (w - x0 + sw - 1) / sw : 0;
      for (let unit = from; unit < to; unit++) {
        convolveRows(
          dy, p, q, cout, filters, tapRows, tapColumns, high, wide, 1, 1,
          tapRows - 1 - (y0 + top - a) / sh, tapColumns - 1 - (x0 + left - b) / sw,
          dx + ((y0 * w + x0) as usize) * pixel,
          (h as usize) * (w as usize) * pixel, ((sh * w) as usize) * pixel, (sw as usize) * pixel,
          cin, accumulate != 0, unit * rows, min(n * high, (unit + 1) * rows), scratch,
        );
      }
      filters += ((tapRows * tapColumns) as usize) * panelBytes;
    }
  }
}

/** Rows [from, to) of p × q windows an image; the output's strides in bytes. */
function convolveRows(
  x: usize, h: i32, w: i32, cin: i32, filters: usize, r: i32, s: i32, p: i32, q: i32,
  sh: i32, sw: i32, top: i32, left: i32,
  y: usize, yImage: usize, yRow: usize, yPixel: usize, cout: i32, adding: bool,
  from: i32, to: i32, scratch: usize,
): void {
  if (from >= to || q <= 0) return;
  const run = s * cin;
  const count = (to - from) * q;
  const tableBytes = ((count + WINDOWS) as usize) * 4;
  const xs = scratch + TABLES;
  const ys = xs + tableBytes;
  const none = ys + tableBytes;
  const padded = (none + ((cout + CHANNELS) as usize) * 4 + 15) & ~15;
  const pitch = placeWindows(x, h, w, cin, r, s, p, q, sh, sw, top, left, false, from, to, xs, padded);
  placeOutputs(y, yImage, yRow, yPixel, p, q, from, to, ys);
  // The last block's missing windows repeat the last one and write where nobody reads.
  for (let i = 0; i < WINDOWS; i++) {
    const at = ((count + i) as usize) * 4;
    store<u32>(xs + at, load<u32>(xs + ((count - 1) as usize) * 4));
    store<u32>(ys + at, none as u32);
    store<u32>(scratch + TILE_ADDRESSES + (i as usize) * 4, (scratch + (i as usize) * 32) as u32);
  }
  const skip = pitch - (run as usize) * 4;
  for (let o = 0; o < cout; o += CHANNELS) {
    const width = min(CHANNELS, cout - o);
    const offset = (o as usize) * 4;
    for (let i = 0; i < count; i += WINDOWS) {
      const at = (i as usize) * 4;
      if (width == CHANNELS) micro(xs + at, filters, r, run, skip, ys + at, offset, adding);
      else {
        micro(xs + at, filters, r, run, skip, scratch + TILE_ADDRESSES, 0, false);
        for (let k = 0; k < WINDOWS; k++) {
          moveRow(scratch + (k as usize) * 32, (load<u32>(ys + at + (k as usize) * 4) as usize) + offset, width, adding);
        }
      }
    }
    filters += ((r * run) as usize) * 32;
  }
}

function placeOutputs(
  y: usize, image: usize, row: usize, pixel: usize, p: i32, q: i32, from: i32, to: i32, table: usize,
): void {
  for (let i = from; i < to; i++) {
    let at = y + ((i / p) as usize) * image + ((i % p) as usize) * row;
    for (let j = 0; j < q; j++) {
      store<u32>(table, at as u32);
      table += 4;
      at += pixel;
    }
  }
}

/**
 * Six windows, whose addresses are at `xs`, times a panel of filters: `rows` rows of `run` taps, `skip` bytes between them.
 * Writes eight floats each, `offset` bytes behind the addresses at `ys`.
 */
export function micro(
  xs: usize, filters: usize, rows: i32, run: i32, skip: usize, ys: usize, offset: usize, adding: bool,
): void {
  let x0 = load<u32>(xs) as usize, x1 = load<u32>(xs, 4) as usize, x2 = load<u32>(xs, 8) as usize;
  let x3 = load<u32>(xs, 12) as usize, x4 = load<u32>(xs, 16) as usize, x5 = load<u32>(xs, 20) as usize;
  let y00 = f32x4.splat(0), y01 = f32x4.splat(0), y10 = f32x4.splat(0), y11 = f32x4.splat(0);
  let y20 = f32x4.splat(0), y21 = f32x4.splat(0), y30 = f32x4.splat(0), y31 = f32x4.splat(0);
  let y40 = f32x4.splat(0), y41 = f32x4.splat(0), y50 = f32x4.splat(0), y51 = f32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < run; i++) {
      const w0 = v128.load(filters), w1 = v128.load(filters, 16);
      let x = v128.load32_splat(x0);
      y00 = madd(x, w0, y00); y01 = madd(x, w1, y01);
      x = v128.load32_splat(x1);
      y10 = madd(x, w0, y10); y11 = madd(x, w1, y11);
      x = v128.load32_splat(x2);
      y20 = madd(x, w0, y20); y21 = madd(x, w1, y21);
      x = v128.load32_splat(x3);
      y30 = madd(x, w0, y30); y31 = madd(x, w1, y31);
      x = v128.load32_splat(x4);
      y40 = madd(x, w0, y40); y41 = madd(x, w1, y41);
      x = v128.load32_splat(x5);
      y50 = madd(x, w0, y50); y51 = madd(x, w1, y51);
      x0 += 4; x1 += 4; x2 += 4; x3 += 4; x4 += 4; x5 += 4;
      filters += 32;
    }
    x0 += skip; x1 += skip; x2 += skip; x3 += skip; x4 += skip; x5 += skip;
  }
  storePair((load<u32>(ys) as usize) + offset, y00, y01, adding);
  storePair((load<u32>(ys, 4) as usize) + offset, y10, y11, adding);
  storePair((load<u32>(ys, 8) as usize) + offset, y20, y21, adding);
  storePair((load<u32>(ys, 12) as usize) + offset, y30, y31, adding);
  storePair((load<u32>(ys, 16) as usize) + offset, y40, y41, adding);
  storePair((load<u32>(ys, 20) as usize) + offset, y50, y51, adding);
}
