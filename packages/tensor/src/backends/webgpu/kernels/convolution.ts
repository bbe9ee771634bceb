import { at, type GpuKernel } from '../plan.ts';
import { multiply } from './gemm.ts';
import { windowNumbers } from './windows.ts';

// Convolutions as matrix products whose factors are looked up where they lie: nothing is unfolded (Chetlur et al., cuDNN,
// 2014, section 3).

/** The pixel under tap `k` = (height, width, channel) of window `index` = (image, down, across); 0 outside of the image. */
const tapOfWindow = /* wgsl */ `
fn tap(index: i32, k: i32) -> f32 {
  let line = index / p.across;
  let pixel = k / p.channels;
  let y = line % p.down * p.strideY + pixel / p.width - p.top;
  let x_ = index % p.across * p.strideX + pixel % p.width - p.left;
  if (y < 0 || y >= p.imageHeight || x_ < 0 || x_ >= p.imageWidth) { return 0.0; }
  return x[p.xAt + ((line / p.down * p.imageHeight + y) * p.imageWidth + x_) * p.channels + k % p.channels];
}
`;

/** Rows are windows, the inner axis is taps, columns are filters. */
export const convolution: GpuKernel<'convolution'> = (plan, inputs, outputs, window) => {
  const [x, filters, y] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  const columns = y.shape[3] as number;
  multiply(plan, y, {
    shader: 'convolution',
    batch: 1,
    rows: y.size / columns,
    columns,
    inner: filters.size / columns,
    reads: { x, filters },
    numbers: windowNumbers(x, y, window),
    leftAlongInner: true,
    rightAlongInner: false,
    elements: /* wgsl */ `${tapOfWindow}
fn left(batch: i32, row: i32, k: i32) -> f32 { return tap(row, k); }
fn right(batch: i32, k: i32, column: i32) -> f32 { return filters[p.filtersAt + k * p.columns + column]; }
`,
  });
  return true;
};

/** Rows are taps, the inner axis is windows, columns are filters. */
export const convolutionFilterGradient: GpuKernel<'convolutionFilterGradient'> = (
  plan,
  inputs,
  outputs,
  window,
) => {
  const [x, dy, dFilters] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  const columns = dFilters.shape[3] as number;
  multiply(plan, dFilters, {
    shader: 'convolution filter gradient',
    batch: 1,
    rows: dFilters.size / columns,
    columns,
    inner: dy.size / columns,
    reads: { x, dy },
    numbers: windowNumbers(x, dy, window),
    leftAlongInner: false,
    rightAlongInner: false,
    elements: /* wgsl */ `${tapOfWindow}
fn left(batch: i32, row: i32, k: i32) -> f32 { return tap(k, row); }
fn right(batch: i32, k: i32, column: i32) -> f32 { return dy[p.dyAt + k * p.columns + column]; }
`,
  });
  return true;
};

/** Rows are pixels, the inner axis is (height, width, filter), columns are channels. */
export const convolutionInputGradient: GpuKernel<'convolutionInputGradient'> = (
  plan,
  inputs,
  outputs,
  window,
) => {
  const [dy, filters, dx] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  const columns = dx.shape[3] as number;
  const count = dy.shape[3] as number;
  multiply(plan, dx, {
    shader: 'convolution input gradient',
    batch: 1,
    rows: dx.size / columns,
    columns,
    inner: filters.size / columns,
    reads: { dy, filters },
    numbers: { ...windowNumbers(dx, dy, window), count },
    leftAlongInner: true,
    rightAlongInner: true,
    elements: /* wgsl */ `
fn left(batch: i32, row: i32, k: i32) -> f32 {
  let line = row / p.imageWidth;
  let pixel = k / p.count;
  let y = line % p.imageHeight + p.top - pixel / p.width;
  let x = row % p.imageWidth + p.left - pixel % p.width;
  let i = y / p.strideY;
  let j = x / p.strideX;
  if (y < 0 || x < 0 || i * p.strideY != y || j * p.strideX != x || i >= p.down || j >= p.across) { return 0.0; }
  return dy[p.dyAt + ((line / p.imageHeight * p.down + i) * p.across + j) * p.count + k % p.count];
}
fn right(batch: i32, k: i32, column: i32) -> f32 {
  return filters[p.filtersAt + (k / p.count * p.channels + column) * p.count + k % p.count];
}
`,
  });
  return true;
};
