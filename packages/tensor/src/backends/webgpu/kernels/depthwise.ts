import { at, type GpuKernel } from '../plan.ts';
import { elementGroups, elementShader } from '../wgsl/element-shader.ts';
import { sumOver } from './reduce.ts';
import { windowNumbers, windowsOver } from './windows.ts';

export const depthwise: GpuKernel<'depthwise'> = (plan, inputs, outputs, window) => {
  const [x, filters, y] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  plan.dispatch({
    shader: 'depthwise',
    reads: { x, filters },
    writes: { y },
    numbers: { size: y.size, ...windowNumbers(x, y, window) },
    groups: elementGroups(y.size),
    code: () =>
      elementShader(/* wgsl */ `
  let c = i % p.channels;
  let pixel = i / p.channels;
  let line = pixel / p.across;
  let top = line % p.down * p.strideY - p.top;
  let left = pixel % p.across * p.strideX - p.left;
  let image = line / p.down * p.imageHeight;
  var sum = 0.0;
  for (var r = max(0, -top); r < min(p.height, p.imageHeight - top); r++) {
    for (var s = max(0, -left); s < min(p.width, p.imageWidth - left); s++) {
      let v = x[p.xAt + ((image + top + r) * p.imageWidth + left + s) * p.channels + c];
      sum = fma(v, filters[p.filtersAt + (r * p.width + s) * p.channels + c], sum);
    }
  }
  y[p.yAt + i] = sum;`),
  });
  return true;
};

/** Each pixel gathers from the windows over it. */
export const depthwiseInputGradient: GpuKernel<'depthwiseInputGradient'> = (
  plan,
  inputs,
  outputs,
  window,
) => {
  const [dy, filters, dx] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  plan.dispatch({
    shader: 'depthwise input gradient',
    reads: { dy, filters },
    writes: { dx },
    numbers: { size: dx.size, ...windowNumbers(dx, dy, window) },
    groups: elementGroups(dx.size),
    code: () =>
      windowsOver +
      elementShader(/* wgsl */ `
  let c = i % p.channels;
  let pixel = i / p.channels;
  let line = pixel / p.imageWidth;
  let y = line % p.imageHeight;
  let x = pixel % p.imageWidth;
  let image = line / p.imageHeight * p.down;
  var sum = 0.0;
  for (var a = firstWindow(y, p.strideY, p.top, p.height); a <= lastWindow(y, p.strideY, p.top, p.down); a++) {
    let r = y + p.top - a * p.strideY;
    for (var b = firstWindow(x, p.strideX, p.left, p.width); b <= lastWindow(x, p.strideX, p.left, p.across); b++) {
      let s = x + p.left - b * p.strideX;
      let v = dy[p.dyAt + ((image + a) * p.across + b) * p.channels + c];
      sum = fma(v, filters[p.filtersAt + (r * p.width + s) * p.channels + c], sum);
    }
  }
  dx[p.dxAt + i] = sum;`),
  });
  return true;
};

/** Lines of windows that one invocation sums of a filter's tap. */
const linesPerPart = 8;

export const depthwiseFilterGradient: GpuKernel<'depthwiseFilterGradient'> = (
  plan,
  inputs,
  outputs,
  window,
) => {
  const [x, dy, dFilters] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  const [images, down] = dy.shape as [number, number];
  const lines = images * down;
  const parts = Math.ceil(lines / linesPerPart);
  const sums = plan.temporary([parts, dFilters.size]);
  plan.dispatch({
    shader: 'depthwise filter gradient',
    reads: { x, dy },
    writes: { sums },
    numbers: { size: sums.size, taps: dFilters.size, lines, ...windowNumbers(x, dy, window) },
    groups: elementGroups(sums.size),
    code: () =>
      elementShader(/* wgsl */ `
  let c = i % p.channels;
  let tap = i % p.taps / p.channels;
  let first = i / p.taps * ${linesPerPart};
  var sum = 0.0;
  for (var line = first; line < min(first + ${linesPerPart}, p.lines); line++) {
    let y = line % p.down * p.strideY + tap / p.width - p.top;
    if (y < 0 || y >= p.imageHeight) { continue; }
    let row = (line / p.down * p.imageHeight + y) * p.imageWidth;
    for (var b = 0; b < p.across; b++) {
      let column = b * p.strideX + tap % p.width - p.left;
      if (column < 0 || column >= p.imageWidth) { continue; }
      let v = x[p.xAt + (row + column) * p.channels + c];
      sum = fma(v, dy[p.dyAt + (line * p.across + b) * p.channels + c], sum);
    }
  }
  sums[i] = sum;`),
  });
  sumOver(plan, sums, dFilters, { outer: 1, length: parts, inner: dFilters.size });
  return true;
};
