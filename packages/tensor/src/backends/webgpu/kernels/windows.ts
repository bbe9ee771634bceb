import type { Window } from '../../kernels.ts';
import type { View } from '../view.ts';

/** An image in [n, h, w, c] and the windows [n, p, q, …] over it, as parameters of a shader. */
export function windowNumbers(image: View, windows: View, window: Window): Record<string, number> {
  const [, imageHeight, imageWidth, channels] = image.shape as [number, number, number, number];
  const [, down, across] = windows.shape as [number, number, number, number];
  const { height, width, strideY, strideX, top, left } = window;
  return { imageHeight, imageWidth, channels, down, across, height, width, strideY, strideX, top, left };
}

/** The windows over a pixel at `at` along one axis are those from `first` to `last`. */
export const windowsOver = /* wgsl */ `
fn firstWindow(at: i32, stride: i32, before: i32, size: i32) -> i32 {
  let ahead = at + before - size;
  return select(ahead / stride + 1, 0, ahead < 0);
}
fn lastWindow(at: i32, stride: i32, before: i32, count: i32) -> i32 {
  return min(count - 1, (at + before) / stride);
}
`;
