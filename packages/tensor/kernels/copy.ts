// Copies between views: transposing, slicing, joining and padding all come down to this.

/**
 * For each row of up to four outer axes: `inner` elements of `size` bytes (1 or 4), step `xStep` in x and `yStep` in y.
 * Steps in elements, of any sign. Units: rows.
 */
export function copy(
  size: i32, x: usize, y: usize, inner: i32, xStep: i32, yStep: i32,
  axis2: i32, axis3: i32, axis4: i32,
  x1: i32, x2: i32, x3: i32, x4: i32, y1: i32, y2: i32, y3: i32, y4: i32,
  from: i32, to: i32,
): void {
  for (let row = from; row < to; ) {
    const fourth = row % axis4;
    let upper = row / axis4;
    const third = upper % axis3;
    upper /= axis3;
    const second = upper % axis2;
    const first = upper / axis2;
    let xAt = x + (((first * x1 + second * x2 + third * x3 + fourth * x4) * size) as usize);
    let yAt = y + (((first * y1 + second * y2 + third * y3 + fourth * y4) * size) as usize);
    // Rows that lie side by side in x are turned four at a time.
    if (size == 4 && x4 == 1 && yStep == 1 && xStep != 1 && fourth + 4 <= axis4 && row + 4 <= to) {
      turn(xAt, (xStep * 4) as usize, yAt, (y4 * 4) as usize, inner);
      row += 4;
      continue;
    }
    row += 1;
    if (xStep == 1 && yStep == 1) {
      const bytes = inner * size;
      // Short rows are done before a call for them would have begun.
      if (bytes <= 256 && (bytes & 15) == 0)
        for (let i = 0; i < bytes; i += 16) v128.store(yAt + (i as usize), v128.load(xAt + (i as usize)));
      else memory.copy(yAt, xAt, bytes as usize);
    } else if (size == 4) {
      for (let i = 0; i < inner; i++) {
        store<i32>(yAt, load<i32>(xAt));
        xAt += (xStep * 4) as usize;
        yAt += (yStep * 4) as usize;
      }
    } else {
      for (let i = 0; i < inner; i++) {
        store<u8>(yAt, load<u8>(xAt));
        xAt += xStep as usize;
        yAt += yStep as usize;
      }
    }
  }
}

/** Four rows of y from four neighbouring columns of x, by blocks of 4 × 4. */
export function turn(x: usize, xBytes: usize, y: usize, yBytes: usize, inner: i32): void {
  const y1 = y + yBytes, y2 = y1 + yBytes, y3 = y2 + yBytes;
  let at: usize = 0;
  for (; inner >= 4; inner -= 4) {
    const r0 = v128.load(x), r1 = v128.load(x + xBytes);
    const r2 = v128.load(x + 2 * xBytes), r3 = v128.load(x + 3 * xBytes);
    const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), t1 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const t2 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7), t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(y + at, v128.shuffle<f64>(t0, t1, 0, 2));
    v128.store(y1 + at, v128.shuffle<f64>(t0, t1, 1, 3));
    v128.store(y2 + at, v128.shuffle<f64>(t2, t3, 0, 2));
    v128.store(y3 + at, v128.shuffle<f64>(t2, t3, 1, 3));
    x += 4 * xBytes;
    at += 16;
  }
  for (; inner > 0; inner--) {
    store<i32>(y + at, load<i32>(x));
    store<i32>(y1 + at, load<i32>(x, 4));
    store<i32>(y2 + at, load<i32>(x, 8));
    store<i32>(y3 + at, load<i32>(x, 12));
    x += xBytes;
    at += 4;
  }
}
