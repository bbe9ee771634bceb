// Where windows and pixels meet along one axis: a window begins at index · stride − before and is `length` long, of the
// `size` pixels only those inside count.

/** The first tap of the window that lies on a pixel. */
@inline
export function firstTap(index: i32, stride: i32, before: i32): i32 {
  return max(0, before - index * stride);
}

/** One more than the last tap on a pixel; not above firstTap where the window lies in the padding alone. */
@inline
export function endTap(index: i32, stride: i32, before: i32, length: i32, size: i32): i32 {
  return min(length, size + before - index * stride);
}

/** The first window over a pixel. */
@inline
export function firstWindow(pixel: i32, stride: i32, before: i32, length: i32): i32 {
  const ahead = pixel + before - length;
  return ahead < 0 ? 0 : ahead / stride + 1;
}

/** One more than the last window over a pixel, of `windows` in all. */
@inline
export function endWindow(pixel: i32, stride: i32, before: i32, windows: i32): i32 {
  return min(windows, (pixel + before) / stride + 1);
}

/** The first window whose tap at `tap` does not lie before the pixels. */
@inline
export function firstWindowOfTap(tap: i32, stride: i32, before: i32): i32 {
  return max(0, before - tap + stride - 1) / stride;
}

/** One more than the last window, of `windows`, whose tap at `tap` does not lie behind the pixels. */
@inline
export function endWindowOfTap(tap: i32, stride: i32, before: i32, size: i32, windows: i32): i32 {
  return min(windows, max(0, size - 1 + before - tap + stride) / stride);
}
