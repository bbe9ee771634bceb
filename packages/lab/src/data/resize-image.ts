/**
 * An image in another size by area averaging: each new pixel is the mean of what it covers, parts of pixels in proportion.
 * The middle is cut out first where height and width are in another proportion. uint8 [height, width, channels] → uint8
 * [rows, columns, channels].
 */
export function resizeImage(
  pixels: ArrayLike<number>,
  [height, width, channels]: readonly [number, number, number],
  [rows, columns]: readonly [number, number],
): Uint8Array<ArrayBuffer> {
  const scale = Math.min(height / rows, width / columns);
  const down = shares(height, rows, scale);
  const across = shares(width, columns, scale);
  const half = new Float64Array(rows * width * channels);
  down.forEach((parts, r) => {
    for (const [from, share] of parts)
      for (let i = 0; i < width * channels; i++)
        half[r * width * channels + i] =
          (half[r * width * channels + i] as number) + share * (pixels[from * width * channels + i] as number);
  });
  const made = new Uint8Array(rows * columns * channels);
  for (let r = 0; r < rows; r++)
    across.forEach((parts, c) => {
      for (let k = 0; k < channels; k++) {
        let mean = 0;
        for (const [from, share] of parts) mean += share * (half[(r * width + from) * channels + k] as number);
        made[(r * columns + c) * channels + k] = Math.round(mean);
      }
    });
  return made;
}

/** For each new pixel along one axis: which old ones it covers, and by how much of the whole. */
function shares(length: number, count: number, scale: number): [from: number, share: number][][] {
  const margin = (length - count * scale) / 2;
  return Array.from({ length: count }, (_, i) => {
    const [begin, end] = [margin + i * scale, margin + (i + 1) * scale];
    const parts: [number, number][] = [];
    for (let from = Math.max(0, Math.floor(begin)); from < Math.min(length, end); from++) {
      const share = (Math.min(end, from + 1) - Math.max(begin, from)) / scale;
      if (share > 0) parts.push([from, share]);
    }
    return parts;
  });
}
