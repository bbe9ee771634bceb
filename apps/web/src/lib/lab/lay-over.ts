/**
 * Turns and mirrors a map so that it lies on another one as well as it can (orthogonal Procrustes; Schönemann, 1966, for
 * two dimensions in closed form): the next of consecutive maps then moves and does not jump. Distances stay as they are.
 * @param points [n, 2] around the origin
 * @param onto [n, 2], point i of which is that of `points`
 * @returns new points [n, 2]
 */
export function layOver(points: Float64Array, onto: ArrayLike<number>): Float64Array {
  // The entries of pointsᵀ onto.
  let [xx, xy, yx, yy] = [0, 0, 0, 0];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i] ?? 0, points[i + 1] ?? 0];
    const [u, v] = [onto[i] ?? 0, onto[i + 1] ?? 0];
    xx += x * u;
    xy += x * v;
    yx += y * u;
    yy += y * v;
  }
  // Of all turns the best agrees by √(turned), of all mirror images by √(mirrored).
  const turned = Math.hypot(xx + yy, xy - yx);
  const mirrored = Math.hypot(xx - yy, xy + yx);
  if (turned === 0 && mirrored === 0) return points.slice();
  const mirror = mirrored > turned;
  const [cosine, sine] = mirror
    ? [(xx - yy) / mirrored, (xy + yx) / mirrored]
    : [(xx + yy) / turned, (xy - yx) / turned];
  const sign = mirror ? -1 : 1;
  const laid = new Float64Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i] ?? 0, points[i + 1] ?? 0];
    laid[i] = cosine * x - sign * sine * y;
    laid[i + 1] = sine * x + sign * cosine * y;
  }
  return laid;
}
