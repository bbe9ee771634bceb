import { frame } from '../../map/map-data.ts';

/** Room for marks at the edges, in units of the frame. */
const margin = 24;

/**
 * Points [n, 2] of a map in units of its frame: as large as they go into it, not distorted, in its middle; to a tenth of a unit.
 */
export function fitToFrame(points: ArrayLike<number>): { x: number; y: number }[] {
  const n = points.length / 2;
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let i = 0; i < n; i++) {
    const [x, y] = [points[2 * i] ?? 0, points[2 * i + 1] ?? 0];
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  const scale = Math.min(
    (frame.width - 2 * margin) / (box.right - box.left || 1),
    (frame.height - 2 * margin) / (box.bottom - box.top || 1),
  );
  const place = (value: number, low: number, high: number, size: number): number =>
    Math.round(10 * (size / 2 + scale * (value - (low + high) / 2))) / 10;
  return Array.from({ length: n }, (_, i) => ({
    x: place(points[2 * i] ?? 0, box.left, box.right, frame.width),
    y: place(points[2 * i + 1] ?? 0, box.top, box.bottom, frame.height),
  }));
}
