import type { Window } from '../../kernels.ts';
import type { Tensor } from '../../../array/tensor.ts';
import { scratch, scratchBytes } from '../jobs.ts';
import { addressOf, at, borrow, divide, type Machine, type WasmKernel } from './machine.ts';

/** Lengths of x [n, h, w, cin], filters [r, s, cin, cout] and y [n, p, q, cout], with the window. */
interface Sizes extends Window {
  readonly n: number;
  readonly h: number;
  readonly w: number;
  readonly cin: number;
  readonly r: number;
  readonly s: number;
  readonly cout: number;
  readonly p: number;
  readonly q: number;
}

function sizesOf(x: Tensor, filters: Tensor, y: Tensor, window: Window): Sizes {
  const [n, h, w, cin] = x.shape as [number, number, number, number];
  const [r, s] = filters.shape as [number, number];
  const [, p, q, cout] = y.shape as [number, number, number, number];
  return { n, h, w, cin, r, s, cout, p, q, ...window };
}

/** What the kernels of kernels/convolution*.ts take in this order. */
function numbersOf({ n, h, w, cin, r, s, cout, p, q, strideY, strideX, top, left }: Sizes): number[] {
  return [n, h, w, cin, r, s, cout, p, q, strideY, strideX, top, left];
}

const eights = (channels: number): number => Math.ceil(channels / 8);

/** Bytes of the rows of input, between zeros, that a strip of `rows` rows of output reads (kernels/convolution-windows.ts). */
function paddedBytes(
  rows: number,
  c: number,
  r: number,
  s: number,
  p: number,
  q: number,
  sh: number,
  sw: number,
): number {
  const images = Math.min(rows, Math.ceil((rows - 1) / p) + 1);
  const high = r > sh ? (rows - images) * sh + images * r : rows * sh;
  return 32 + 4 * high * ((q - 1) * sw + s) * c;
}

/** About how many windows a strip holds: enough to pay for its beginning, and its scratch memory stays in the cache. */
const stripWindows = 192;
const winogradTiles = 64;

/**
 * Runs a kernel over strips of rows, as long as their scratch memory allows; where even one row needs more than a thread
 * has, on this thread alone.
 */
function strips(
  machine: Machine,
  steps: number,
  kernel: string,
  units: (rows: number) => number,
  wanted: number,
  bytesFor: (rows: number) => number,
  numbers: (rows: number) => readonly number[],
): void {
  let rows = Math.max(1, wanted);
  while (rows > 1 && bytesFor(rows) > scratchBytes) rows = Math.floor(rows / 2);
  if (bytesFor(rows) <= scratchBytes)
    return divide(machine, steps, kernel, units(rows), ...numbers(rows), scratch);
  borrow(machine, bytesFor(rows), (own) => machine.threads.alone(kernel, units(rows), ...numbers(rows), own));
}

/** Whether tiles of 2 × 2 by Winograd are faster: decided by the sizes alone, so that results do not depend on threads. */
function suitsWinograd({ r, s, strideY, strideX, cin, cout, p, q, n }: Sizes): boolean {
  const square = r === 3 && s === 3 && strideY === 1 && strideX === 1;
  return square && cin >= 12 && cout >= 12 && p >= 4 && q >= 4 && n * p * q >= 2000;
}

function winogradBytes(rows: number, cin: number, cout: number, p: number, q: number): number {
  const tiles = rows * Math.ceil(q / 2) + 6;
  const padded = paddedBytes(rows, cin, 4, 4, Math.ceil(p / 2), Math.ceil(q / 2), 2, 2);
  return 64 * tiles * (Math.ceil(cin / 4) * 4 + eights(cout) * 8) + 12 * tiles + 2400 + padded;
}

function winogradRows(q: number): number {
  return Math.floor(winogradTiles / Math.ceil(q / 2));
}

/** x → y by tiles, or with the sizes exchanged and the filters turned, dy → dx. */
function byTiles(
  machine: Machine,
  x: number,
  filters: number,
  y: number,
  { n, h, w, cin, cout, p, q, top, left }: Sizes,
  turned: boolean,
): void {
  const [from, to] = turned ? [cout, cin] : [cin, cout];
  borrow(machine, 16 * eights(to) * 32 * from, (packed) => {
    divide(machine, from * to * 16, 'packWinograd', eights(to), filters, packed, cin, cout, turned ? 1 : 0);
    const sides = turned ? [p, q, cout, cin, h, w, 2 - top, 2 - left] : [h, w, cin, cout, p, q, top, left];
    const [high, wide] = turned ? [h, w] : [p, q];
    strips(
      machine,
      n * high * wide * from * to,
      'winograd',
      (rows) => Math.ceil((n * Math.ceil(high / 2)) / rows),
      winogradRows(wide),
      (rows) => winogradBytes(rows, from, to, high, wide),
      (rows) => [x, packed, y, n, ...sides, 0, rows],
    );
  });
}

export const convolution: WasmKernel<'convolution'> = (machine, inputs, outputs, window) => {
  const [x, filters, y] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  const sizes = sizesOf(x, filters, y, window);
  const { n, cin, r, s, cout, p, q, strideY, strideX } = sizes;
  if (suitsWinograd(sizes))
    return byTiles(machine, addressOf(x), addressOf(filters), addressOf(y), sizes, false);
  borrow(machine, eights(cout) * 32 * r * s * cin, (packed) => {
    divide(machine, filters.size, 'packFilters', eights(cout), addressOf(filters), packed, r * s * cin, cout);
    strips(
      machine,
      (y.size * r * s * cin) / 16,
      'convolution',
      (rows) => Math.ceil((n * p) / rows),
      Math.floor(stripWindows / q),
      (rows) => 320 + 8 * rows * q + 4 * cout + paddedBytes(rows, cin, r, s, p, q, strideY, strideX),
      (rows) => [addressOf(x), packed, addressOf(y), ...numbersOf(sizes), 0, rows],
    );
  });
};

export const convolutionInputGradient: WasmKernel<'convolutionInputGradient'> = (
  machine,
  inputs,
  outputs,
  window,
) => {
  const [dy, filters, dx] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  const sizes = sizesOf(dx, filters, dy, window);
  const { n, h, w, cin, r, s, cout, strideY, strideX } = sizes;
  if (suitsWinograd(sizes))
    return byTiles(machine, addressOf(dy), addressOf(filters), addressOf(dx), sizes, true);
  const phase = { high: Math.ceil(h / strideY), wide: Math.ceil(w / strideX) };
  const low = Math.max(1, Math.floor(h / strideY));
  const taps = [Math.ceil(r / strideY), Math.ceil(s / strideX)] as const;
  borrow(machine, eights(cin) * 32 * r * s * cout, (packed) => {
    const packing = [addressOf(filters), packed, r, s, cin, cout, strideY, strideX];
    divide(machine, filters.size, 'packTurnedFilters', eights(cin), ...packing);
    strips(
      machine,
      (dy.size * r * s * cin) / 16,
      'convolutionInputGradient',
      (rows) => Math.ceil((n * phase.high) / rows),
      Math.floor(stripWindows / phase.wide),
      (rows) =>
        320 + 8 * rows * phase.wide + 4 * cin + paddedBytes(rows, cout, ...taps, low, phase.wide, 1, 1),
      (rows) => [addressOf(dy), packed, addressOf(dx), ...numbersOf(sizes), 0, rows],
    );
  });
};

export const convolutionFilterGradient: WasmKernel<'convolutionFilterGradient'> = (
  machine,
  inputs,
  outputs,
  window,
) => {
  const [x, dy, dFilters] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  const sizes = sizesOf(x, dFilters, dy, window);
  const { n, h, w, cin, r, s, cout, p, q, strideY, strideX, top, left } = sizes;
  const steps = (dy.size * r * s * cin) / 16;
  // Images are summed in this many parts, the same ones however many threads there are.
  if (suitsWinograd(sizes)) {
    const count = Math.min(n, 8);
    borrow(machine, count * 16 * cin * cout * 4, (parts) => {
      strips(
        machine,
        steps,
        'winogradFilterGradient',
        () => count,
        winogradRows(q),
        (rows) => winogradBytes(rows, cin, cout, p, q),
        (rows) => [addressOf(x), addressOf(dy), parts, n, h, w, cin, cout, p, q, top, left, count, rows],
      );
      divide(
        machine,
        dFilters.size * count,
        'sumWinogradParts',
        cin,
        parts,
        addressOf(dFilters),
        cin,
        cout,
        count,
      );
    });
    return;
  }
  const count = Math.min(n, Math.ceil(32 / eights(cout)));
  borrow(machine, count * dFilters.size * 4, (parts) => {
    strips(
      machine,
      steps,
      'convolutionFilterGradient',
      () => count * eights(cout),
      Math.floor(stripWindows / q),
      (rows) => 256 + 36 * rows * q + paddedBytes(rows, cin, r, s, p, q, strideY, strideX),
      (rows) => [addressOf(x), addressOf(dy), parts, ...numbersOf(sizes), count, rows],
    );
    sumParts(machine, parts, dFilters, count);
  });
};

function sumParts(machine: Machine, parts: number, out: Tensor, count: number): void {
  const units = Math.ceil(out.size / 256);
  divide(machine, out.size * count, 'sumParts', units, parts, addressOf(out), out.size, count);
}

/** x [n, h, w, c], filters [r, s, c] and y [n, p, q, c] of a kernel that works on each channel by itself. */
function channelNumbers(x: Tensor, y: Tensor, window: Window): number[] {
  const [, h, w, c] = x.shape as [number, number, number, number];
  const [, p, q] = y.shape as [number, number, number];
  const { height, width, strideY, strideX, top, left } = window;
  return [h, w, c, height, width, p, q, strideY, strideX, top, left];
}

/** Rows of pixels of a tensor [n, h, w, c]. */
function rowsOf(x: Tensor): number {
  return (x.shape[0] as number) * (x.shape[1] as number);
}

export const depthwise: WasmKernel<'depthwise'> = (machine, inputs, outputs, window) => {
  const [x, filters, y] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  const numbers = [addressOf(x), addressOf(filters), addressOf(y), ...channelNumbers(x, y, window)];
  divide(machine, y.size * window.height * window.width, 'depthwise', rowsOf(y), ...numbers);
};

export const depthwiseInputGradient: WasmKernel<'depthwiseInputGradient'> = (
  machine,
  inputs,
  outputs,
  window,
) => {
  const [dy, filters, dx] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  const numbers = [addressOf(dy), addressOf(filters), addressOf(dx), ...channelNumbers(dx, dy, window)];
  divide(machine, dy.size * window.height * window.width, 'depthwiseInputGradient', rowsOf(dx), ...numbers);
};

export const depthwiseFilterGradient: WasmKernel<'depthwiseFilterGradient'> = (
  machine,
  inputs,
  outputs,
  window,
) => {
  const [x, dy, dFilters] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  const n = x.shape[0] as number;
  const channels = x.shape[3] as number;
  const count = Math.min(n, 16);
  borrow(machine, count * dFilters.size * 4, (parts) => {
    const numbers = [addressOf(x), addressOf(dy), parts, n, ...channelNumbers(x, dy, window), count];
    const units = count * Math.ceil(channels / 16);
    divide(machine, dy.size * window.height * window.width, 'depthwiseFilterGradient', units, ...numbers);
    sumParts(machine, parts, dFilters, count);
  });
};

export const maxPool: WasmKernel<'maxPool'> = (machine, inputs, outputs, window) => {
  const [x, y, found] = [at(inputs, 0), at(outputs, 0), at(outputs, 1)];
  const numbers = [addressOf(x), addressOf(y), addressOf(found), ...channelNumbers(x, y, window)];
  divide(machine, y.size * window.height * window.width, 'maxPool', rowsOf(y), ...numbers);
};

export const maxPoolGradient: WasmKernel<'maxPoolGradient'> = (machine, inputs, outputs, window) => {
  const [dy, found, dx] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  const numbers = [addressOf(dy), addressOf(found), addressOf(dx), ...channelNumbers(dx, dy, window)];
  divide(machine, dx.size * 2, 'maxPoolGradient', rowsOf(dx), ...numbers);
};

export const averagePool: WasmKernel<'averagePool'> = (machine, inputs, outputs, window) => {
  const [x, y] = [at(inputs, 0), at(outputs, 0)];
  const numbers = [addressOf(x), addressOf(y), ...channelNumbers(x, y, window)];
  divide(machine, y.size * window.height * window.width, 'averagePool', rowsOf(y), ...numbers);
};

export const averagePoolGradient: WasmKernel<'averagePoolGradient'> = (machine, inputs, outputs, window) => {
  const [dy, dx] = [at(inputs, 0), at(outputs, 0)];
  const numbers = [addressOf(dy), addressOf(dx), ...channelNumbers(dx, dy, window)];
  divide(machine, dx.size * 2, 'averagePoolGradient', rowsOf(dx), ...numbers);
};
