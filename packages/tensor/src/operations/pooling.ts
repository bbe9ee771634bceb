import type { Tensor } from '../array/tensor.ts';
import type { Window } from '../backends/kernels.ts';
import { record } from '../tape/origin.ts';
import { call, empty, expectDtype, expectRank } from './call.ts';
import { takeAlong } from './rows.ts';
import { inOrder, reshape, transpose } from './shape.ts';
import { placeWindow, type WindowOptions } from './window.ts';

export interface PoolOptions extends WindowOptions {
  /** Height and width of a window; one number for both. */
  readonly size: number | readonly [number, number];
}

/** Windows lie side by side unless a stride is given. */
function placed(operation: string, x: Tensor, options: PoolOptions): { shape: number[]; window: Window } {
  expectRank(operation, x, 4, 'x [n, h, w, channels]');
  expectDtype(operation, x, 'float32');
  const size = typeof options.size === 'number' ? [options.size, options.size] : options.size;
  const stride = options.stride ?? (size as [number, number]);
  const { window, p, q } = placeWindow(operation, x, size, { ...options, stride });
  return { shape: [x.shape[0] as number, p, q, x.shape[3] as number], window };
}

/**
 * The greatest value of each window and channel: x [n, h, w, c] → [n, p, q, c]. What lies outside does not count; NaN
 * does. Gradient: to where it was found, the first of equal ones.
 */
export function maxPool2d(x: Tensor, options: PoolOptions): Tensor {
  const { shape, window } = placed('maxPool2d', x, options);
  const { backend } = x.storage;
  const found = empty(shape, 'int32', backend);
  const y = call('maxPool', [inOrder(x)], [empty(shape, 'float32', backend), found], window);
  return record('maxPool2d', [x], y, (gradient) => [maxPoolGradient(gradient, found, x.shape, window)]);
}

function maxPoolGradient(dy: Tensor, found: Tensor, shape: readonly number[], window: Window): Tensor {
  const dx = call(
    'maxPoolGradient',
    [inOrder(dy), found],
    [empty(shape, 'float32', dy.storage.backend)],
    window,
  );
  return record('maxPoolGradient', [dy], dx, (gradient) => [taken(gradient, found)]);
}

/** What stands where the greatest values were found: [n, h, w, c] → [n, p, q, c]. */
function taken(x: Tensor, found: Tensor): Tensor {
  const [n, p, q, c] = found.shape as [number, number, number, number];
  const pixels = (t: Tensor): Tensor => transpose(reshape(t, [n, -1, c]));
  return reshape(transpose(takeAlong(pixels(x), pixels(found))), [n, p, q, c]);
}

/**
 * The mean of each window and channel: x [n, h, w, c] → [n, p, q, c]; of the pixels inside of the image alone.
 * Gradient: in equal parts to those.
 */
export function averagePool2d(x: Tensor, options: PoolOptions): Tensor {
  const { shape, window } = placed('averagePool2d', x, options);
  return average(x, shape, window);
}

function average(x: Tensor, shape: readonly number[], window: Window): Tensor {
  const y = call('averagePool', [inOrder(x)], [empty(shape, 'float32', x.storage.backend)], window);
  return record('averagePool2d', [x], y, (gradient) => [averageGradient(gradient, x.shape, window)]);
}

function averageGradient(dy: Tensor, shape: readonly number[], window: Window): Tensor {
  const dx = call(
    'averagePoolGradient',
    [inOrder(dy)],
    [empty(shape, 'float32', dy.storage.backend)],
    window,
  );
  return record('averagePoolGradient', [dy], dx, (gradient) => [average(gradient, dy.shape, window)]);
}
