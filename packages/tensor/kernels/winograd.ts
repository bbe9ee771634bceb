// Convolution of 3 × 3 taps and stride 1 by F(2 × 2, 3 × 3) of Lavin and Gray (Fast Algorithms for Convolutional Neural
// Networks, 2016): tiles of 2 × 2 outputs from 4 × 4 inputs with 16 products instead of 36. Inputs and filters are
// transformed by sums alone, then each of the 16 places is a product of matrices, which is a convolution of one tap.
import { micro } from './convolution';
import { placeWindows } from './convolution-windows';
import { storeChannels } from './store-channels';

@inline
const TILES: i32 = 6;
@inline
const CHANNELS: i32 = 8;

/**
 * G g Gᵀ of every filter: [16, ⌈out / 8⌉, in, 8], missing channels zero. w: [3, 3, cin, cout]; in = cin and out = cout, or,
 * where `turned`, the filters of the gradient with respect to the input: in = cout, out = cin, taps by 180°. Units: panels
 * of eight, ⌈out / 8⌉.
 */
export function packWinograd(w: usize, packed: usize, cin: i32, cout: i32, turned: i32, from: i32, to: i32): void {
  const inputs = turned ? cout : cin, outputs = turned ? cin : cout;
  const inputStep: i32 = turned ? 1 : cout, outputStep: i32 = turned ? cout : 1;
  const tap = ((turned ? -cin : cin) * cout * 4) as usize;
  const first = turned ? w + ((8 * cin * cout) as usize) * 4 : w;
  const place = (((outputs + CHANNELS - 1) / CHANNELS) as usize) * (inputs as usize) * 32;
  for (let panel = from; panel < to; panel++) {
    for (let c = 0; c < inputs; c++) {
      for (let k = 0; k < CHANNELS; k++) {
        const o = panel * CHANNELS + k;
        let out = packed + ((panel * inputs + c) as usize) * 32 + (k as usize) * 4;
        const g = first + ((c * inputStep + o * outputStep) as usize) * 4;
        for (let i = 0; i < 4; i++) {
          let g0: f32 = 0, g1: f32 = 0, g2: f32 = 0;
          if (o < outputs) {
            g0 = along(g, 3 * tap, i);
            g1 = along(g + tap, 3 * tap, i);
            g2 = along(g + 2 * tap, 3 * tap, i);
          }
          store<f32>(out, g0); out += place;
          store<f32>(out, ((g0 + g2) + g1) * 0.5); out += place;
          store<f32>(out, ((g0 + g2) - g1) * 0.5); out += place;
          store<f32>(out, g2); out += place;
        }
      }
    }
  }
}

/** Row i of G times three filter taps. */
function along(g: usize, step: usize, i: i32): f32 {
  const g0 = load<f32>(g), g1 = load<f32>(g + step), g2 = load<f32>(g + 2 * step);
  if (i == 0) return g0;
  if (i == 3) return g2;
  return i == 1 ? (g0 + g2 + g1) * 0.5 : (g0 + g2 - g1) * 0.5;
}

/**
 * y = convolution of x with 3 × 3 filters at stride 1, or y += where `accumulate`. x: [N, h, w, cin], y: [N, p, q, cout],
 * filters by packWinograd. The gradient with respect to the input is the same of dy with turned filters and 2 − top,
 * 2 − left. Units: strips of `rows` rows of tiles, ⌈N · ⌈p / 2⌉ / rows⌉. `scratch`, this thread's, where t is
 * rows · ⌈q / 2⌉ + 6 tiles: 64 · t · (⌈cin / 4⌉ · 4 + ⌈cout / 8⌉ · 8) + 12 · t + 2,100 bytes and what placeWindows asks for
 * 4 × 4 taps of stride 2.
 */
export function winograd(
  x: usize, filters: usize, y: usize, n: i32, h: i32, w: i32, cin: i32, cout: i32, p: i32, q: i32, top: i32, left: i32,
  accumulate: i32, rows: i32, scratch: usize, from: i32, to: i32,
): void {
  const high = (p + 1) / 2, wide = (q + 1) / 2;
  for (let unit = from; unit < to; unit++) {
    const first = unit * rows, last = min(n * high, first + rows);
    const count = (last - first) * wide;
    if (count <= 0) return;
    const all = ((count + TILES) as usize);
    const vPixel = (((cin + 3) & ~3) as usize) * 4, mPixel = (((cout + 7) & ~7) as usize) * 4;
    // 64 bytes apart, so that the sixteen places do not fall on the same lines of the cache.
    const vPlace = all * vPixel + 64, mPlace = all * mPixel + 64;
    const windows = scratch, xs = windows + all * 4, ys = xs + all * 4;
    const v = (ys + all * 4 + 15) & ~15, m = v + 16 * vPlace;
    const pitch = placeWindows(
      x, h, w, cin, 4, 4, high, wide, 2, 2, top, left, false, first, last, windows, m + 16 * mPlace,
    );
    for (let i = 0; i < count; i++) {
      transformInput((load<u32>(windows + (i as usize) * 4) as usize), pitch, cin, v + (i as usize) * vPixel, vPlace);
    }
    for (let i = 0; i < count + TILES; i++) store<u32>(ys + (i as usize) * 4, (m + (i as usize) * mPixel) as u32);
    for (let place = 0; place < 16; place++) {
      const panels = filters + ((place * ((cout + 7) / 8) * cin) as usize) * 32;
      const at = v + (place as usize) * vPlace;
      for (let i = 0; i < count + TILES; i++) {
        store<u32>(xs + (i as usize) * 4, (at + (min(i, count - 1) as usize) * vPixel) as u32);
      }
      for (let o = 0; o < cout; o += CHANNELS) {
        const panel = panels + ((o * cin) as usize) * 4;
        const offset = (place as usize) * mPlace + (o as usize) * 4;
        for (let i = 0; i < count; i += TILES) {
          micro(xs + (i as usize) * 4, panel, 1, cin, 0, ys + (i as usize) * 4, offset, false);
        }
      }
    }
    let tile = m;
    for (let row = first; row < last; row++) {
      const i = (row % high) * 2;
      for (let j = 0; j < q; j += 2) {
        transformOutput(
          tile, mPlace, y + ((((row / high) * p + i) * q + j) as usize) * (cout as usize) * 4,
          ((q * cout) as usize) * 4, i + 1 < p, j + 1 < q, cout, accumulate != 0,
        );
        tile += mPixel;
      }
    }
  }
}

/** Bᵀ d B of 4 × 4 pixels, four channels at once, to sixteen places. */
export function transformInput(x: usize, pitch: usize, c: i32, out: usize, place: usize): void {
  const pixel = (c as usize) * 4;
  const end = out + pixel;
  for (; out < end; out += 16) {
    const x1 = x + pitch, x2 = x1 + pitch, x3 = x2 + pitch;
    const line = place * 4;
    transformLine(
      difference(x, x2), difference(x + pixel, x2 + pixel),
      difference(x + 2 * pixel, x2 + 2 * pixel), difference(x + 3 * pixel, x2 + 3 * pixel), out, place,
    );
    transformLine(
      sum(x1, x2), sum(x1 + pixel, x2 + pixel),
      sum(x1 + 2 * pixel, x2 + 2 * pixel), sum(x1 + 3 * pixel, x2 + 3 * pixel), out + line, place,
    );
    transformLine(
      difference(x2, x1), difference(x2 + pixel, x1 + pixel),
      difference(x2 + 2 * pixel, x1 + 2 * pixel), difference(x2 + 3 * pixel, x1 + 3 * pixel), out + 2 * line, place,
    );
    transformLine(
      difference(x1, x3), difference(x1 + pixel, x3 + pixel),
      difference(x1 + 2 * pixel, x3 + 2 * pixel), difference(x1 + 3 * pixel, x3 + 3 * pixel), out + 3 * line, place,
    );
    x += 16;
  }
}

@inline
function sum(a: usize, b: usize): v128 {
  return f32x4.add(v128.load(a), v128.load(b));
}

@inline
function difference(a: usize, b: usize): v128 {
  return f32x4.sub(v128.load(a), v128.load(b));
}

@inline
function transformLine(t0: v128, t1: v128, t2: v128, t3: v128, out: usize, place: usize): void {
  v128.store(out, f32x4.sub(t0, t2));
  v128.store(out + place, f32x4.add(t1, t2));
  v128.store(out + 2 * place, f32x4.sub(t2, t1));
  v128.store(out + 3 * place, f32x4.sub(t1, t3));
}

/** Aᵀ m A of sixteen places, four channels at once, to the 2 × 2 pixels that lie in the output. */
function transformOutput(
  m: usize, place: usize, y: usize, row: usize, below: bool, beside: bool, c: i32, adding: bool,
): void {
  const pixel = (c as usize) * 4;
  const line = place * 4;
  for (; c > 0; c -= 4) {
    const l0 = firstColumn(m, place), r0 = secondColumn(m, place);
    const l1 = firstColumn(m + line, place), r1 = secondColumn(m + line, place);
    const l2 = firstColumn(m + 2 * line, place), r2 = secondColumn(m + 2 * line, place);
    put(y, f32x4.add(f32x4.add(l0, l1), l2), c, adding);
    if (beside) put(y + pixel, f32x4.add(f32x4.add(r0, r1), r2), c, adding);
    if (below) {
      const l3 = firstColumn(m + 3 * line, place), r3 = secondColumn(m + 3 * line, place);
      put(y + row, f32x4.sub(f32x4.sub(l1, l2), l3), c, adding);
      if (beside) put(y + row + pixel, f32x4.sub(f32x4.sub(r1, r2), r3), c, adding);
    }
    m += 16;
    y += 16;
  }
}

@inline
function firstColumn(m: usize, place: usize): v128 {
  return f32x4.add(f32x4.add(v128.load(m), v128.load(m + place)), v128.load(m + 2 * place));
}

@inline
function secondColumn(m: usize, place: usize): v128 {
  return f32x4.sub(f32x4.sub(v128.load(m + place), v128.load(m + 2 * place)), v128.load(m + 3 * place));
}

@inline
function put(to: usize, x: v128, left: i32, adding: bool): void {
  if (adding) x = f32x4.add(x, v128.load(to));
  storeChannels(to, x, left);
}
