// Images looked at through affine windows: crops, mirror images, turns, as a training step makes them by the hundred.

@inline
function pixel(at: usize, bytes: i32): f32 {
  return bytes ? f32(load<u8>(at)) : load<f32>(at);
}

/**
 * y[i, r, s] = image indices[i] at row a·r + b·s + c and column d·r + e·s + f, where (a, …, f) = transforms[i]: between the
 * four pixels around it, by their distance; beyond the border lies the border. Bytes are divided by 255.
 * images [n, height, width, channels], y [count, rows, columns, channels]. Units: rows of y.
 */
export function sampleImages(
  images: usize, bytes: i32, indices: usize, transforms: usize, y: usize,
  height: i32, width: i32, channels: i32, rows: i32, columns: i32, from: i32, to: i32,
): void {
  const step: usize = bytes ? 1 : 4;
  const scale: f32 = bytes ? 1.0 / 255.0 : 1;
  const pixelBytes = (channels as usize) * step;
  const rowBytes = (width as usize) * pixelBytes;
  const lastRow = f32(height - 1);
  const lastColumn = f32(width - 1);
  for (let unit = from; unit < to; unit++) {
    const i = unit / rows;
    const r = f32(unit % rows);
    const t = transforms + (i as usize) * 24;
    const image = images + (load<i32>(indices + (i as usize) * 4) as usize) * (height as usize) * rowBytes;
    const b = load<f32>(t, 4), e = load<f32>(t, 16);
    const rowStart = load<f32>(t) * r + load<f32>(t, 8);
    const columnStart = load<f32>(t, 12) * r + load<f32>(t, 20);
    let out = y + (unit as usize) * ((columns * channels) as usize) * 4;
    for (let s = 0; s < columns; s++) {
      // NaN is held at the border too: no transform reads outside of the image.
      let row = b * f32(s) + rowStart;
      let column = e * f32(s) + columnStart;
      row = row > 0 ? (row < lastRow ? row : lastRow) : 0;
      column = column > 0 ? (column < lastColumn ? column : lastColumn) : 0;
      const top = i32(row), left = i32(column);
      const down = row - f32(top), right = column - f32(left);
      const below: usize = top < height - 1 ? rowBytes : 0;
      const beside: usize = left < width - 1 ? pixelBytes : 0;
      let at = image + (top as usize) * rowBytes + (left as usize) * pixelBytes;
      for (let c = 0; c < channels; c++) {
        const upper = pixel(at, bytes) * (1 - right) + pixel(at + beside, bytes) * right;
        const lower = pixel(at + below, bytes) * (1 - right) + pixel(at + below + beside, bytes) * right;
        store<f32>(out, (upper * (1 - down) + lower * down) * scale);
        at += step;
        out += 4;
      }
    }
  }
}
