import { at, type GpuKernel } from '../plan.ts';
import { elementGroups, elementShader } from '../wgsl/element-shader.ts';
import { windowNumbers, windowsOver } from './windows.ts';

/** Which pixels [y0, y1) × [x0, x1) of which `image` the window of element `i` covers. */
const window = /* wgsl */ `
  let c = i % p.channels;
  let place = i / p.channels;
  let line = place / p.across;
  let top = line % p.down * p.strideY - p.top;
  let left = place % p.across * p.strideX - p.left;
  let image = line / p.down * p.imageHeight * p.imageWidth;
  let y0 = max(0, top);
  let y1 = min(p.imageHeight, top + p.height);
  let x0 = max(0, left);
  let x1 = min(p.imageWidth, left + p.width);`;

/** The windows [a0, a1] × [b0, b1] over the pixel (y, x) of element `i`. */
const pixel = /* wgsl */ `
  let c = i % p.channels;
  let place = i / p.channels;
  let line = place / p.imageWidth;
  let y = line % p.imageHeight;
  let x = place % p.imageWidth;
  let image = line / p.imageHeight * p.down;
  let a0 = firstWindow(y, p.strideY, p.top, p.height);
  let a1 = lastWindow(y, p.strideY, p.top, p.down);
  let b0 = firstWindow(x, p.strideX, p.left, p.width);
  let b1 = lastWindow(x, p.strideX, p.left, p.across);`;

/** The first of equal ones, the last NaN; of a window without pixels -Infinity, found at -1. */
export const maxPool: GpuKernel<'maxPool'> = (plan, inputs, outputs, parameters) => {
  const [x, y, found] = [at(inputs, 0), at(outputs, 0), at(outputs, 1)];
  plan.dispatch({
    shader: 'maxPool',
    reads: { x },
    writes: { y, found },
    numbers: { size: y.size, ...windowNumbers(x, y, parameters) },
    groups: elementGroups(y.size),
    code: () =>
      elementShader(/* wgsl */ `${window}
  var best = -infinity();
  var at = -1;
  for (var a = y0; a < y1; a++) {
    for (var b = x0; b < x1; b++) {
      let v = x[p.xAt + (image + a * p.imageWidth + b) * p.channels + c];
      if (at < 0 || v > best || isNan(v)) { best = v; at = a * p.imageWidth + b; }
    }
  }
  y[p.yAt + i] = best;
  found[p.foundAt + i] = at;`),
  });
  return true;
};

export const maxPoolGradient: GpuKernel<'maxPoolGradient'> = (plan, inputs, outputs, parameters) => {
  const [dy, found, dx] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  plan.dispatch({
    shader: 'maxPool gradient',
    reads: { dy, found },
    writes: { dx },
    numbers: { size: dx.size, ...windowNumbers(dx, dy, parameters) },
    groups: elementGroups(dx.size),
    code: () =>
      windowsOver +
      elementShader(/* wgsl */ `${pixel}
  var sum = 0.0;
  for (var a = a0; a <= a1; a++) {
    for (var b = b0; b <= b1; b++) {
      let from_ = ((image + a) * p.across + b) * p.channels + c;
      if (found[p.foundAt + from_] == y * p.imageWidth + x) { sum += dy[p.dyAt + from_]; }
    }
  }
  dx[p.dxAt + i] = sum;`),
  });
  return true;
};

export const averagePool: GpuKernel<'averagePool'> = (plan, inputs, outputs, parameters) => {
  const [x, y] = [at(inputs, 0), at(outputs, 0)];
  plan.dispatch({
    shader: 'averagePool',
    reads: { x },
    writes: { y },
    numbers: { size: y.size, ...windowNumbers(x, y, parameters) },
    groups: elementGroups(y.size),
    code: () =>
      elementShader(/* wgsl */ `${window}
  var sum = 0.0;
  for (var a = y0; a < y1; a++) {
    for (var b = x0; b < x1; b++) { sum += x[p.xAt + (image + a * p.imageWidth + b) * p.channels + c]; }
  }
  y[p.yAt + i] = sum / f32(max(1, (y1 - y0) * (x1 - x0)));`),
  });
  return true;
};

export const averagePoolGradient: GpuKernel<'averagePoolGradient'> = (plan, inputs, outputs, parameters) => {
  const [dy, dx] = [at(inputs, 0), at(outputs, 0)];
  plan.dispatch({
    shader: 'averagePool gradient',
    reads: { dy },
    writes: { dx },
    numbers: { size: dx.size, ...windowNumbers(dx, dy, parameters) },
    groups: elementGroups(dx.size),
    code: () =>
      windowsOver +
      elementShader(/* wgsl */ `${pixel}
  var sum = 0.0;
  for (var a = a0; a <= a1; a++) {
    let top = a * p.strideY - p.top;
    let rows = min(p.imageHeight, top + p.height) - max(0, top);
    for (var b = b0; b <= b1; b++) {
      let left = b * p.strideX - p.left;
      let columns = min(p.imageWidth, left + p.width) - max(0, left);
      sum += dy[p.dyAt + ((image + a) * p.across + b) * p.channels + c] / f32(rows * columns);
    }
  }
  dx[p.dxAt + i] = sum;`),
  });
  return true;
};
