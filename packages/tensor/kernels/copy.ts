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
  for (let row = from; row < to; row++) {
    const fourth = row % axis4;
    let upper = row / axis4;
    const third = upper % axis3;
    upper /= axis3;
    const second = upper % axis2;
    const first = upper / axis2;
    let xAt = x + (((first * x1 + second * x2 + third * x3 + fourth * x4) * size) as usize);
    let yAt = y + (((first * y1 + second * y2 + third * y3 + fourth * y4) * size) as usize);
    if (xStep == 1 && yStep == 1) {
      memory.copy(yAt, xAt, (inner * size) as usize);
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
