// C = A · B by packed blocks: a block of A and one of B are copied into the order in which the innermost loop reads them
// (Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication, 2008). The innermost loop holds 6 × 8 of C in
// twelve registers; with two of B and one of A they fill the fifteen that x86-64 leaves to WebAssembly.
import { turn } from './copy';
import { madd } from './simd';

@inline
const ROWS: i32 = 6;
@inline
const COLUMNS: i32 = 8;
/** Rows of A in a packed block: with DEPTH, 96 kB, which the second-level cache holds beside the panel of B. */
@inline
const BLOCK_ROWS: i32 = 96;
@inline
const DEPTH: i32 = 256;
@inline
const BLOCK_COLUMNS: i32 = 1024;
@inline
const PACKED_B: usize = (BLOCK_ROWS * DEPTH * 4) as usize;
@inline
const TILE: usize = PACKED_B + ((DEPTH * BLOCK_COLUMNS * 4) as usize);

/**
 * For each batch: c[i, j] = Σ_k a[i, k] · b[k, j], and start[j] more where there is a `start`. Strides in elements, of any
 * sign or order; batches are counted along two axes, the inner one of `inner`; c is dense. Units: batches × strips of
 * `strip` rows, or of `strip` columns where `byColumns`. `scratch`: this thread's, 1.2 MB.
 */
export function matmul(
  a: usize, aOuter: i32, aInner: i32, aRow: i32, aColumn: i32,
  b: usize, bOuter: i32, bInner: i32, bRow: i32, bColumn: i32,
  c: usize, start: usize, inner: i32, m: i32, n: i32, k: i32,
  strips: i32, strip: i32, byColumns: i32,
  scratch: usize, from: i32, to: i32,
): void {
  let unit = from;
  while (unit < to) {
    const batch = unit / strips;
    const first = unit % strips;
    const last = min(strips, first + to - unit);
    const begin = first * strip;
    const end = min(last * strip, byColumns ? n : m);
    const outer = batch / inner;
    const within = batch % inner;
    const aAt = a + ((outer * aOuter + within * aInner) as usize) * 4;
    const bAt = b + ((outer * bOuter + within * bInner) as usize) * 4;
    const cAt = c + (batch as usize) * (m as usize) * (n as usize) * 4;
    if (byColumns) block(aAt, aRow, aColumn, bAt, bRow, bColumn, cAt, start, 0, m, begin, end, n, k, scratch);
    else block(aAt, aRow, aColumn, bAt, bRow, bColumn, cAt, start, begin, end, 0, n, n, k, scratch);
    unit += last - first;
  }
}

function block(
  a: usize, aRow: i32, aColumn: i32, b: usize, bRow: i32, bColumn: i32,
  c: usize, start: usize, rowFrom: i32, rowTo: i32, columnFrom: i32, columnTo: i32,
  n: i32, k: i32, scratch: usize,
): void {
  const rowBytes = (n as usize) * 4;
  for (let jc = columnFrom; jc < columnTo; jc += BLOCK_COLUMNS) {
    const columns = min(BLOCK_COLUMNS, columnTo - jc);
    for (let pc = 0; pc < k; pc += DEPTH) {
      const depth = min(DEPTH, k - pc);
      packB(b + ((pc * bRow + jc * bColumn) as usize) * 4, bRow, bColumn, depth, columns, scratch + PACKED_B);
      for (let ic = rowFrom; ic < rowTo; ic += BLOCK_ROWS) {
        const rows = min(BLOCK_ROWS, rowTo - ic);
        packA(a + ((ic * aRow + pc * aColumn) as usize) * 4, aRow, aColumn, rows, depth, scratch);
        for (let j = 0; j < columns; j += COLUMNS) {
          const panelB = scratch + PACKED_B + (j as usize) * (depth as usize) * 4;
          for (let i = 0; i < rows; i += ROWS) {
            const panelA = scratch + (i as usize) * (depth as usize) * 4;
            const at = c + ((ic + i) as usize * (n as usize) + ((jc + j) as usize)) * 4;
            // What this part of the sum is added to: the parts before, one row for all, or nothing.
            const base = pc > 0 ? at : start != 0 ? start + ((jc + j) as usize) * 4 : 0;
            const baseBytes = pc > 0 ? rowBytes : 0;
            tileOf(
              depth, panelA, panelB, at, rowBytes, base, baseBytes,
              min(ROWS, rows - i), min(COLUMNS, columns - j), scratch + TILE,
            );
          }
        }
      }
    }
  }
}

/** Rows of a unit of `gram`: a multiple of 6 and of 8, so that tiles begin on the diagonal. */
@inline
const GRAM_ROWS: i32 = 24;

/**
 * c = a · aᵀ, a dense [n, k], c [n, n]: the products on and above the diagonal, which are then mirrored. Units: pairs of
 * strips of 24 rows, the first and the last, the second and the last but one, …, which are all about as much work.
 */
export function gram(a: usize, c: usize, n: i32, k: i32, scratch: usize, from: i32, to: i32): void {
  const strips = (n + GRAM_ROWS - 1) / GRAM_ROWS;
  const rowBytes = (n as usize) * 4;
  for (let jc = 0; jc < n; jc += BLOCK_COLUMNS) {
    const columns = min(BLOCK_COLUMNS, n - jc);
    for (let pc = 0; pc < k; pc += DEPTH) {
      const depth = min(DEPTH, k - pc);
      packB(a + ((jc * k + pc) as usize) * 4, 1, k, depth, columns, scratch + PACKED_B);
      for (let side = 2 * from; side < 2 * to; side++) {
        const pair = side >> 1;
        const strip = side & 1 ? strips - 1 - pair : pair;
        if (side & 1 && strip == pair) continue;
        const first = strip * GRAM_ROWS;
        if (first >= jc + columns) continue;
        const rows = min(GRAM_ROWS, n - first);
        packA(a + ((first * k + pc) as usize) * 4, k, 1, rows, depth, scratch);
        for (let j = max(first - jc, 0); j < columns; j += COLUMNS) {
          const panelB = scratch + PACKED_B + (j as usize) * (depth as usize) * 4;
          const width = min(COLUMNS, columns - j);
          for (let i = 0; i < rows; i += ROWS) {
            const at = c + ((first + i) as usize * (n as usize) + ((jc + j) as usize)) * 4;
            tileOf(
              depth, scratch + (i as usize) * (depth as usize) * 4, panelB, at, rowBytes,
              pc > 0 ? at : 0, pc > 0 ? rowBytes : 0, min(ROWS, rows - i), width, scratch + TILE,
            );
          }
        }
      }
    }
  }
  for (let side = 2 * from; side < 2 * to; side++) {
    const pair = side >> 1;
    const strip = side & 1 ? strips - 1 - pair : pair;
    if (side & 1 && strip == pair) continue;
    const first = strip * GRAM_ROWS;
    const rows = min(GRAM_ROWS, n - first);
    mirror(c, n, first, first + rows);
  }
}

/** What stands above the diagonal in rows [first, last), written below it too. */
function mirror(c: usize, n: i32, first: i32, last: i32): void {
  const rowBytes = (n as usize) * 4;
  let j = first;
  for (; j + 4 <= n; j += 4) {
    const rows = min(last, j) - first;
    const above = c + ((first * n + j) as usize) * 4;
    const below = c + ((j * n + first) as usize) * 4;
    if (rows > 0) turn(above, rowBytes, below, rowBytes, rows);
  }
  for (; j < n; j++)
    for (let i = first; i < min(last, j); i++)
      store<f32>(c + ((j * n + i) as usize) * 4, load<f32>(c + ((i * n + j) as usize) * 4));
}

/** A panel of six rows, one column after the other; missing rows are zero. */
function packA(a: usize, row: i32, column: i32, rows: i32, depth: i32, out: usize): void {
  const rowBytes = (row as usize) * 4;
  const columnBytes = (column as usize) * 4;
  for (let i = 0; i < rows; i += ROWS) {
    let at = a + (i as usize) * rowBytes;
    let p = 0;
    if (rows - i >= ROWS) {
      if (column == 1) {
        for (; p + 4 <= depth; p += 4) {
          const r0 = v128.load(at), r1 = v128.load(at + rowBytes);
          const r2 = v128.load(at + 2 * rowBytes), r3 = v128.load(at + 3 * rowBytes);
          const r4 = v128.load(at + 4 * rowBytes), r5 = v128.load(at + 5 * rowBytes);
          const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), t1 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
          const t2 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7), t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
          const t4 = v128.shuffle<f32>(r4, r5, 0, 4, 1, 5), t5 = v128.shuffle<f32>(r4, r5, 2, 6, 3, 7);
          v128.store(out, v128.shuffle<f64>(t0, t1, 0, 2));
          v128.store64_lane(out, t4, 0, 16);
          v128.store(out, v128.shuffle<f64>(t0, t1, 1, 3), 24);
          v128.store64_lane(out, t4, 1, 40);
          v128.store(out, v128.shuffle<f64>(t2, t3, 0, 2), 48);
          v128.store64_lane(out, t5, 0, 64);
          v128.store(out, v128.shuffle<f64>(t2, t3, 1, 3), 72);
          v128.store64_lane(out, t5, 1, 88);
          out += 96;
          at += 16;
        }
      } else if (row == 1) {
        for (; p < depth; p++) {
          v128.store(out, v128.load(at));
          store<u64>(out, load<u64>(at, 16), 16);
          out += 24;
          at += columnBytes;
        }
      }
    }
    for (; p < depth; p++) {
      let from = at;
      for (let r = 0; r < ROWS; r++) {
        store<f32>(out, i + r < rows ? load<f32>(from) : 0);
        out += 4;
        from += rowBytes;
      }
      at += columnBytes;
    }
  }
}

/** Panels of eight columns, one row after the other; missing columns are zero. */
function packB(b: usize, row: i32, column: i32, depth: i32, columns: i32, out: usize): void {
  const rowBytes = (row as usize) * 4;
  const columnBytes = (column as usize) * 4;
  for (let j = 0; j < columns; j += COLUMNS) {
    let at = b + (j as usize) * columnBytes;
    let p = 0;
    if (columns - j >= COLUMNS) {
      if (column == 1) {
        for (; p < depth; p++) {
          v128.store(out, v128.load(at));
          v128.store(out, v128.load(at, 16), 16);
          out += 32;
          at += rowBytes;
        }
      } else if (row == 1) {
        for (; p + 4 <= depth; p += 4) {
          for (let half = 0; half < 2; half++) {
            const from = at + ((half * 4) as usize) * columnBytes;
            const r0 = v128.load(from), r1 = v128.load(from + columnBytes);
            const r2 = v128.load(from + 2 * columnBytes), r3 = v128.load(from + 3 * columnBytes);
            const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), t1 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
            const t2 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7), t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
            const to = out + ((half * 16) as usize);
            v128.store(to, v128.shuffle<f64>(t0, t1, 0, 2));
            v128.store(to, v128.shuffle<f64>(t0, t1, 1, 3), 32);
            v128.store(to, v128.shuffle<f64>(t2, t3, 0, 2), 64);
            v128.store(to, v128.shuffle<f64>(t2, t3, 1, 3), 96);
          }
          out += 128;
          at += 16;
        }
      }
    }
    for (; p < depth; p++) {
      let from = at;
      for (let r = 0; r < COLUMNS; r++) {
        store<f32>(out, j + r < columns ? load<f32>(from) : 0);
        out += 4;
        from += columnBytes;
      }
      at += rowBytes;
    }
  }
}

/** 6 × 8 of C or, at its edges, fewer, by way of `tile`. */
@inline
function tileOf(
  depth: i32, a: usize, b: usize, c: usize, rowBytes: usize, base: usize, baseBytes: usize,
  height: i32, width: i32, tile: usize,
): void {
  if (height == ROWS && width == COLUMNS) return micro(depth, a, b, c, rowBytes, base, baseBytes);
  micro(depth, a, b, tile, 32, 0, 0);
  moveTile(tile, c, rowBytes, base, baseBytes, height, width);
}

/** Writes the part of a 6 × 8 tile that lies inside of C. */
function moveTile(
  tile: usize, c: usize, rowBytes: usize, base: usize, baseBytes: usize, height: i32, width: i32,
): void {
  for (let i = 0; i < height; i++) {
    if (width == COLUMNS) put(c, v128.load(tile), v128.load(tile, 16), base);
    else
      for (let j = 0; j < width; j++) {
        const skip = (j as usize) * 4;
        const x = load<f32>(tile + skip);
        store<f32>(c + skip, base != 0 ? load<f32>(base + skip) + x : x);
      }
    tile += 32;
    c += rowBytes;
    base += baseBytes;
  }
}

@inline
function put(c: usize, left: v128, right: v128, base: usize): void {
  if (base != 0) {
    left = f32x4.add(v128.load(base), left);
    right = f32x4.add(v128.load(base, 16), right);
  }
  v128.store(c, left);
  v128.store(c, right, 16);
}

function micro(
  depth: i32, a: usize, b: usize, c: usize, rowBytes: usize, base: usize, baseBytes: usize,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  let c40 = f32x4.splat(0), c41 = f32x4.splat(0), c50 = f32x4.splat(0), c51 = f32x4.splat(0);
  for (let p = 0; p < depth; p++) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = madd(x, b0, c00); c01 = madd(x, b1, c01);
    x = v128.load32_splat(a, 4);
    c10 = madd(x, b0, c10); c11 = madd(x, b1, c11);
    x = v128.load32_splat(a, 8);
    c20 = madd(x, b0, c20); c21 = madd(x, b1, c21);
    x = v128.load32_splat(a, 12);
    c30 = madd(x, b0, c30); c31 = madd(x, b1, c31);
    x = v128.load32_splat(a, 16);
    c40 = madd(x, b0, c40); c41 = madd(x, b1, c41);
    x = v128.load32_splat(a, 20);
    c50 = madd(x, b0, c50); c51 = madd(x, b1, c51);
    a += 24;
    b += 32;
  }
  put(c, c00, c01, base); c += rowBytes; base += baseBytes;
  put(c, c10, c11, base); c += rowBytes; base += baseBytes;
  put(c, c20, c21, base); c += rowBytes; base += baseBytes;
  put(c, c30, c31, base); c += rowBytes; base += baseBytes;
  put(c, c40, c41, base); c += rowBytes; base += baseBytes;
  put(c, c50, c51, base);
}
