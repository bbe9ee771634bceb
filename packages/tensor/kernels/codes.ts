// Products of rows of small whole numbers, for finding the nearest: a build of its own, which each matrix of codes has on its own memory.

@inline
function sum(x: v128): i32 {
  const pairs = i32x4.add(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
  return i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1);
}

/**
 * dots[q, r] = Σ_i codes[r, i] · queries[q, i], exactly. codes int8 [rows, width], queries int16 [count, width], dots int32
 * [count, rows]; width a multiple of 8. Four queries at a time: a row is read, and widened to int16, once for all four.
 */
export function scanCodes(codes: usize, rows: i32, width: i32, queries: usize, count: i32, dots: usize): void {
  const queryBytes = (width as usize) * 2;
  const dotBytes = (rows as usize) * 4;
  let q = 0;
  for (; q + 4 <= count; q += 4) {
    const first = queries + (q as usize) * queryBytes;
    let at = codes;
    let out = dots + (q as usize) * dotBytes;
    for (let r = 0; r < rows; r++) {
      let a = i32x4.splat(0), b = a, c = a, d = a;
      let query = first;
      const end = at + (width as usize);
      for (; at < end; at += 8) {
        const x = v128.load8x8_s(at);
        a = i32x4.add(a, i32x4.dot_i16x8_s(x, v128.load(query)));
        b = i32x4.add(b, i32x4.dot_i16x8_s(x, v128.load(query + queryBytes)));
        c = i32x4.add(c, i32x4.dot_i16x8_s(x, v128.load(query + 2 * queryBytes)));
        d = i32x4.add(d, i32x4.dot_i16x8_s(x, v128.load(query + 3 * queryBytes)));
        query += 16;
      }
      store<i32>(out, sum(a));
      store<i32>(out + dotBytes, sum(b));
      store<i32>(out + 2 * dotBytes, sum(c));
      store<i32>(out + 3 * dotBytes, sum(d));
      out += 4;
    }
  }
  for (; q < count; q++) {
    const first = queries + (q as usize) * queryBytes;
    let at = codes;
    let out = dots + (q as usize) * dotBytes;
    for (let r = 0; r < rows; r++) {
      // Two sums, so that one addition need not wait for the other.
      let a = i32x4.splat(0), b = a;
      let query = first;
      const end = at + ((width & ~15) as usize);
      for (; at < end; at += 16) {
        a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load8x8_s(at), v128.load(query)));
        b = i32x4.add(b, i32x4.dot_i16x8_s(v128.load8x8_s(at, 8), v128.load(query, 16)));
        query += 32;
      }
      if (width & 8) {
        a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load8x8_s(at), v128.load(query)));
        at += 8;
      }
      store<i32>(out, sum(i32x4.add(a, b)));
      out += 4;
    }
  }
}
