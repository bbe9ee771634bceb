// The gradient of a 3 × 3 convolution of stride 1 with respect to its filters, by the transforms of winograd.ts: with
// y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A it is Gᵀ[Σ (Bᵀ d B) ⊙ (A dy Aᵀ)]G, sixteen products of matrices over all tiles.
import { share, tiles } from './convolution-filter-gradient';
import { placeWindows } from './convolution-windows';
import { storeChannels } from './store-channels';
import { transformInput } from './winograd';

@inline
const CHANNELS: i32 = 8;
/** In scratch, a tile of 6 × 8 first. */
@inline
const TILE: usize = 192;

/**
 * parts[k, 16, cin, cout]: the sixteen products over the k-th of `parts` even shares of the N · ⌈p / 2⌉ rows of tiles;
 * sumWinogradParts makes filters of them. x: [N, h, w, cin], dy: [N, p, q, cout]. Units: parts. `rows` and `parts` may
 * follow from the shape but not from the number of threads. `scratch`, this thread's, where t is rows · ⌈q / 2⌉ tiles:
 * 64 · t · (⌈cin / 4⌉ · 4 + ⌈cout / 8⌉ · 8) + 8 · t + 2,400 bytes and what placeWindows asks for 4 × 4 taps of stride 2.
 */
export function winogradFilterGradient(
  x: usize, dy: usize, out: usize, n: i32, h: i32, w: i32, cin: i32, cout: i32, p: i32, q: i32, top: i32, left: i32,
  parts: i32, rows: i32, scratch: usize, from: i32, to: i32,
): void {
  const high = (p + 1) / 2, wide = (q + 1) / 2;
  const pixel = (cout as usize) * 4;
  const vPixel = (((cin + 3) & ~3) as usize) * 4;
  const most = ((rows * wide) as usize);
  const windows = scratch + TILE, table = windows + most * 4;
  const v = (table + most * 4 + 15) & ~15;
  // 64 bytes apart, so that the sixteen places do not fall on the same lines of the cache.
  const vPlace = most * vPixel + 64, dPanel = most * 32;
  const dPlace = (((cout + CHANNELS - 1) / CHANNELS) as usize) * dPanel + 64;
  const d = v + 16 * vPlace, padded = d + 16 * dPlace;
  for (let part = from; part < to; part++) {
    const begin = share(n * high, part, parts), end = share(n * high, part + 1, parts);
    let row = begin;
    // Once even for an empty share, which must be zero.
    do {
      const next = min(end, row + rows);
      const count = (next - row) * wide;
      const pitch = placeWindows(x, h, w, cin, 4, 4, high, wide, 2, 2, top, left, false, row, next, windows, padded);
      for (let i = 0; i < count; i++) {
        transformInput((load<u32>(windows + (i as usize) * 4) as usize), pitch, cin, v + (i as usize) * vPixel, vPlace);
        const tileRow = row + i / wide;
        const line = (tileRow % high) * 2, column = (i % wide) * 2;
        transformGradient(
          dy + ((((tileRow / high) * p + line) * q + column) as usize) * pixel, (q as usize) * pixel, line + 1 < p,
          column + 1 < q,
          cout, d + (i as usize) * 32, dPanel, dPlace,
        );
      }
      for (let place = 0; place < 16; place++) {
        for (let i = 0; i < count; i++) {
          store<u32>(table + (i as usize) * 4, (v + (place as usize) * vPlace + (i as usize) * vPixel) as u32);
        }
        let panel = d + (place as usize) * dPlace;
        const products = out + ((part * 16 + place) as usize) * (cin as usize) * pixel;
        for (let o = 0; o < cout; o += CHANNELS) {
          tiles(
            table, 0, cin, panel, count, products + (o as usize) * 4, cout, min(CHANNELS, cout - o), row > begin, scratch,
          );
          panel += dPanel;
        }
      }
      row = next;
    } while (row < end);
  }
}

/** A dy Aᵀ of the 2 × 2 pixels that lie in the output, to sixteen places, by panels of eight channels. */
function transformGradient(
  dy: usize, row: usize, below: bool, beside: bool, c: i32, out: usize, panel: usize, place: usize,
): void {
  const pixel = (c as usize) * 4;
  const none = f32x4.splat(0);
  for (let k = 0; k < c; k += 4) {
    const to = (k & 4) == 0 ? out : out + 16;
    const a0 = v128.load(dy), a1 = beside ? v128.load(dy + pixel) : none;
    const b0 = below ? v128.load(dy + row) : none, b1 = below && beside ? v128.load(dy + row + pixel) : none;
    transformPair(a0, a1, to, place);
    transformPair(f32x4.add(a0, b0), f32x4.add(a1, b1), to + 4 * place, place);
    transformPair(f32x4.sub(a0, b0), f32x4.sub(a1, b1), to + 8 * place, place);
    transformPair(f32x4.neg(b0), f32x4.neg(b1), to + 12 * place, place);
    if ((k & 4) != 0) out += panel;
    dy += 16;
  }
}

@inline
function transformPair(a: v128, b: v128, to: usize, place: usize): void {
  v128.store(to, a);
  v128.store(to + place, f32x4.add(a, b));
  v128.store(to + 2 * place, f32x4.sub(a, b));
  v128.store(to + 3 * place, f32x4.neg(b));
}

/** dw = Gᵀ (Σ_k parts[k]) G, in the order of k; dw: [3, 3, cin, cout]. Units: channels of the input, cin. */
export function sumWinogradParts(parts: usize, dw: usize, cin: i32, cout: i32, count: i32, from: i32, to: i32): void {
  const place = ((cin * cout) as usize) * 4;
  for (let c = from; c < to; c++) {
    for (let o = 0; o < cout; o += 4) {
      const at = ((c * cout + o) as usize) * 4;
      for (let j = 0; j < 3; j++) {
        const m0 = product(parts + at, place, count, j);
        const m1 = product(parts + at + 4 * place, place, count, j);
        const m2 = product(parts + at + 8 * place, place, count, j);
        const m3 = product(parts + at + 12 * place, place, count, j);
        const half = f32x4.mul(f32x4.add(m1, m2), f32x4.splat(0.5));
        const out = dw + at + (j as usize) * place;
        storeChannels(out, f32x4.add(m0, half), cout - o);
        storeChannels(out + 3 * place, f32x4.mul(f32x4.sub(m1, m2), f32x4.splat(0.5)), cout - o);
        storeChannels(out + 6 * place, f32x4.add(half, m3), cout - o);
      }
    }
  }
}

/** A row of four of the summed products times column j of G. */
function product(parts: usize, place: usize, count: i32, j: i32): v128 {
  const m1 = total(parts + place, place, count), m2 = total(parts + 2 * place, place, count);
  if (j == 1) return f32x4.mul(f32x4.sub(m1, m2), f32x4.splat(0.5));
  return f32x4.add(f32x4.mul(f32x4.add(m1, m2), f32x4.splat(0.5)), total(parts + (j == 0 ? 0 : 3 * place), place, count));
}

function total(at: usize, place: usize, count: i32): v128 {
  let sum = v128.load(at);
  for (let k = 1; k < count; k++) {
    at += 16 * place;
    sum = f32x4.add(sum, v128.load(at));
  }
  return sum;
}
