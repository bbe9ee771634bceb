// The gradient of a convolution with respect to its filters: a product of windows (transposed) and outputs, summed over
// all pixels. Pixels are taken by blocks that the cache holds: under each, tiles of six taps × eight channels of the
// output stay in twelve registers for the whole block. The S·C taps of one row of a window lie side by side, so tiles run
// through them without regard to where a tap ends: 3 × 3 × 3 wastes a quarter, even numbers of channels nothing.
import { packPanel } from './convolution-filters';
import { placeWindows } from './convolution-windows';
import { madd } from './simd';
import { moveRow, storePair } from './store-channels';

@inline
const TAPS: i32 = 6;
@inline
const CHANNELS: i32 = 8;
/** In scratch, a tile of 6 × 8 first. */
@inline
const TILE: usize = 192;

/**
 * parts[k, r, s, c, o] = Σ x[n, i·sh + r − top, j·sw + s − left, c] · dy[n, i, j, o] over the k-th of `parts` even shares of
 * the N·p rows of output; sumParts adds them up. x: [N, h, w, cin], dy: [N, p, q, cout]. Units: parts × ⌈cout / 8⌉.
 * Sums are made by blocks of `rows` rows of output, so `rows` and `parts` may follow from the shape but not from the number
 * of threads, lest results differ between machines. `scratch`, this thread's: 256 + 36 · rows·q bytes and what
 * placeWindows asks for.
 */
export function convolutionFilterGradient(
  x: usize, dy: usize, out: usize, n: i32, h: i32, w: i32, cin: i32, r: i32, s: i32, cout: i32, p: i32, q: i32,
  sh: i32, sw: i32, top: i32, left: i32, parts: i32, rows: i32, scratch: usize, from: i32, to: i32,
): void {
  const panels = (cout + CHANNELS - 1) / CHANNELS;
  const run = s * cin;
  const pixels = scratch + TILE;
  const table = pixels + ((rows * q) as usize) * 32;
  const padded = (table + ((rows * q) as usize) * 4 + 15) & ~15;
  let unit = from;
  while (unit < to) {
    const part = unit / panels;
    const first = unit % panels;
    const last = min(panels, first + to - unit);
    const begin = share(n * p, part, parts);
    const end = share(n * p, part + 1, parts);
    const partAt = out + (part as usize) * ((r * run) as usize) * (cout as usize) * 4;
    let row = begin;
    // Once even for an empty share, which must be zero.
    do {
      const next = min(end, row + rows);
      const count = (next - row) * q;
      // Tiles wider than a run read behind it, which is safe in a copy only.
      const pitch = placeWindows(x, h, w, cin, r, s, p, q, sh, sw, top, left, run < TAPS, row, next, table, padded);
      for (let panel = first; panel < last; panel++) {
        const o = panel * CHANNELS;
        const width = min(CHANNELS, cout - o);
        packPanel(dy + ((row * q) as usize * (cout as usize) + (o as usize)) * 4, cout, 1, count, width, pixels);
        for (let i = 0; i < r; i++) {
          const at = partAt + (((i * run) as usize) * (cout as usize) + (o as usize)) * 4;
          tiles(table, (i as usize) * pitch, run, pixels, count, at, cout, width, row > begin, scratch);
        }
      }
      row = next;
    } while (row < end);
    unit += last - first;
  }
}

/** out[i] = Σ_k parts[k, i], in the order of k. Units: blocks of 256 of the `size` floats, ⌈size / 256⌉. */
export function sumParts(parts: usize, out: usize, size: i32, count: i32, from: i32, to: i32): void {
  const end = min(size, to * 256);
  const bytes = (size as usize) * 4;
  let i = from * 256;
  for (; i + 4 <= end; i += 4) {
    let at = parts + (i as usize) * 4;
    let sum = v128.load(at);
    for (let k = 1; k < count; k++) {
      at += bytes;
      sum = f32x4.add(sum, v128.load(at));
    }
    v128.store(out + (i as usize) * 4, sum);
  }
  for (; i < end; i++) {
    let at = parts + (i as usize) * 4;
    let sum = load<f32>(at);
    for (let k = 1; k < count; k++) {
      at += bytes;
      sum += load<f32>(at);
    }
    store<f32>(out + (i as usize) * 4, sum);
  }
}

/** Where the part-th of `parts` even shares of `total` begins. */
@inline
export function share(total: i32, part: i32, parts: i32): i32 {
  return (((total as i64) * (part as i64)) / (parts as i64)) as i32;
}

/**
 * Σ over `count` pixels of `run` floats, `offset` bytes behind the addresses in `table`, times the first `width` of eight
 * at `pixels`: [run, width] at `out`, with row stride cout. Reads up to 20 bytes behind a run shorter than six.
 */
export function tiles(
  table: usize, offset: usize, run: i32, pixels: usize, count: i32,
  out: usize, cout: i32, width: i32, adding: bool, tile: usize,
): void {
  const rowBytes = (cout as usize) * 4;
  for (let i = 0; i < run; i += TAPS) {
    // The last tile reaches back over taps that are done rather than behind the run.
    const done = min(i, max(0, i + TAPS - run));
    const at = offset + ((i - done) as usize) * 4;
    if (done == 0 && run - i >= TAPS && width == CHANNELS) {
      micro(table, at, pixels, count, out, rowBytes, adding);
    } else {
      micro(table, at, pixels, count, tile, 32, false);
      for (let k = done; k < min(TAPS, run - i + done); k++) {
        moveRow(tile + (k as usize) * 32, out + ((k - done) as usize) * rowBytes, width, adding);
      }
    }
    out += (TAPS as usize) * rowBytes;
  }
}

function micro(
  table: usize, offset: usize, pixels: usize, count: i32, out: usize, rowBytes: usize, adding: bool,
): void {
  let w00 = f32x4.splat(0), w01 = f32x4.splat(0), w10 = f32x4.splat(0), w11 = f32x4.splat(0);
  let w20 = f32x4.splat(0), w21 = f32x4.splat(0), w30 = f32x4.splat(0), w31 = f32x4.splat(0);
  let w40 = f32x4.splat(0), w41 = f32x4.splat(0), w50 = f32x4.splat(0), w51 = f32x4.splat(0);
  for (let i = 0; i < count; i++) {
    const at = (load<u32>(table) as usize) + offset;
    const y0 = v128.load(pixels), y1 = v128.load(pixels, 16);
    let x = v128.load32_splat(at);
    w00 = madd(x, y0, w00); w01 = madd(x, y1, w01);
    x = v128.load32_splat(at, 4);
    w10 = madd(x, y0, w10); w11 = madd(x, y1, w11);
    x = v128.load32_splat(at, 8);
    w20 = madd(x, y0, w20); w21 = madd(x, y1, w21);
    x = v128.load32_splat(at, 12);
    w30 = madd(x, y0, w30); w31 = madd(x, y1, w31);
    x = v128.load32_splat(at, 16);
    w40 = madd(x, y0, w40); w41 = madd(x, y1, w41);
    x = v128.load32_splat(at, 20);
    w50 = madd(x, y0, w50); w51 = madd(x, y1, w51);
    table += 4;
    pixels += 32;
  }
  storePair(out, w00, w01, adding); out += rowBytes;
  storePair(out, w10, w11, adding); out += rowBytes;
  storePair(out, w20, w21, adding); out += rowBytes;
  storePair(out, w30, w31, adding); out += rowBytes;
  storePair(out, w40, w41, adding); out += rowBytes;
  storePair(out, w50, w51, adding);
}
