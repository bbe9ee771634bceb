import { show, ShapeError } from '../array/shape.ts';
import type { Tensor } from '../array/tensor.ts';
import type { Window } from '../backends/kernels.ts';
import { record } from '../tape/origin.ts';
import { call, empty, expectDtype, expectRank } from './call.ts';
import { placeWindow, type WindowOptions } from './window.ts';
import { inOrder } from './shape.ts';

/**
 * Convolution of images (cross-correlation, as everybody calls it): x [n, h, w, in], filters [r, s, in, out] →
 * [n, p, q, out]; y[n, i, j, o] = Σ x[n, i·stride + r - top, j·stride + s - left, c] · filters[r, s, c, o], x being 0
 * outside. Filters of 3 × 3 and stride 1 go by tiles (Lavin and Gray, 2016), others directly. Gradients to both.
 * @throws ShapeError where channels differ or no window fits.
 */
export function conv2d(x: Tensor, filters: Tensor, options: WindowOptions = {}): Tensor {
  expectRank('conv2d', x, 4, 'x [n, h, w, channels]');
  expectRank('conv2d', filters, 4, 'filters [r, s, channels, out]');
  for (const part of [x, filters]) expectDtype('conv2d', part, 'float32');
  if (x.shape[3] !== filters.shape[2])
    throw new ShapeError(
      `conv2d: x ${show(x.shape)} has ${String(x.shape[3])} channels, filters ${show(filters.shape)} take ${String(filters.shape[2])}.`,
    );
  const { window, p, q } = placeWindow('conv2d', x, filters.shape.slice(0, 2), options);
  return convolve(dense, x, filters, [x.shape[0] as number, p, q, filters.shape[3] as number], window);
}

/**
 * Each channel convolved with a filter of its own: x [n, h, w, c], filters [r, s, c] → [n, p, q, c]. Gradients to both.
 * @throws ShapeError where channels differ or no window fits.
 */
export function depthwiseConv2d(x: Tensor, filters: Tensor, options: WindowOptions = {}): Tensor {
  expectRank('depthwiseConv2d', x, 4, 'x [n, h, w, channels]');
  expectRank('depthwiseConv2d', filters, 3, 'filters [r, s, channels]');
  for (const part of [x, filters]) expectDtype('depthwiseConv2d', part, 'float32');
  if (x.shape[3] !== filters.shape[2])
    throw new ShapeError(
      `depthwiseConv2d: x ${show(x.shape)} has ${String(x.shape[3])} channels, filters ${show(filters.shape)} are for ${String(filters.shape[2])}.`,
    );
  const { window, p, q } = placeWindow('depthwiseConv2d', x, filters.shape.slice(0, 2), options);
  return convolve(perChannel, x, filters, [x.shape[0] as number, p, q, x.shape[3] as number], window);
}

/** The three kernels of a convolution. Each is linear in both of its inputs, and the other two are its gradients. */
interface Family {
  readonly forward: 'convolution' | 'depthwise';
  readonly input: 'convolutionInputGradient' | 'depthwiseInputGradient';
  readonly filters: 'convolutionFilterGradient' | 'depthwiseFilterGradient';
}

const dense: Family = {
  forward: 'convolution',
  input: 'convolutionInputGradient',
  filters: 'convolutionFilterGradient',
};
const perChannel: Family = {
  forward: 'depthwise',
  input: 'depthwiseInputGradient',
  filters: 'depthwiseFilterGradient',
};

function apply(
  kernel: Family[keyof Family],
  a: Tensor,
  b: Tensor,
  shape: readonly number[],
  window: Window,
): Tensor {
  const y = empty(shape, 'float32', a.storage.backend);
  const nothing = y.size === 0 || a.size === 0 || b.size === 0;
  return nothing ? call('fill', [], [y], { value: 0 }) : call(kernel, [inOrder(a), inOrder(b)], [y], window);
}

function convolve(
  family: Family,
  x: Tensor,
  filters: Tensor,
  shape: readonly number[],
  window: Window,
): Tensor {
  const y = apply(family.forward, x, filters, shape, window);
  return record(family.forward, [x, filters], y, (gradient, [toX, toFilters]) => [
    toX === true ? inputGradient(family, gradient, filters, x.shape, window) : null,
    toFilters === true ? filterGradient(family, x, gradient, filters.shape, window) : null,
  ]);
}

function inputGradient(
  family: Family,
  dy: Tensor,
  filters: Tensor,
  shape: readonly number[],
  window: Window,
): Tensor {
  const dx = apply(family.input, dy, filters, shape, window);
  return record(family.input, [dy, filters], dx, (gradient, [toDy, toFilters]) => [
    toDy === true ? convolve(family, gradient, filters, dy.shape, window) : null,
    toFilters === true ? filterGradient(family, gradient, dy, filters.shape, window) : null,
  ]);
}

function filterGradient(
  family: Family,
  x: Tensor,
  dy: Tensor,
  shape: readonly number[],
  window: Window,
): Tensor {
  const dFilters = apply(family.filters, x, dy, shape, window);
  return record(family.filters, [x, dy], dFilters, (gradient, [toX, toDy]) => [
    toX === true ? inputGradient(family, dy, gradient, x.shape, window) : null,
    toDy === true ? convolve(family, x, gradient, dy.shape, window) : null,
  ]);
}
