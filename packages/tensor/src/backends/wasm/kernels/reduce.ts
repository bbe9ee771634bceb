import { scratch } from '../jobs.ts';
import { addressOf, at, borrow, divide, type Machine, type WasmKernel } from './machine.ts';

const numberOf = { sum: 0, max: 1, min: 2 } as const;

/** Long sums are divided into this many parts, if the length allows: enough for every thread to have some. */
const sections = [64, 50, 32, 20, 16, 10, 8, 5, 4, 3, 2];
const longRow = 65_536;

export const reduce: WasmKernel<'reduce'> = (machine, inputs, outputs, { name, outer, length, inner }) => {
  const [x, y] = [addressOf(at(inputs, 0)), addressOf(at(outputs, 0))];
  const number = numberOf[name];
  if (inner > 1) {
    const units = outer * Math.ceil(inner / 16);
    divide(machine, outer * length * inner, 'reduceColumns', units, number, x, y, length, inner);
    return;
  }
  // One long row is cut in parts, the same ones however many threads there are.
  const parts = outer === 1 && length >= longRow ? sections.find((count) => length % count === 0) : undefined;
  if (parts === undefined) return rows(machine, number, x, y, length, outer);
  borrow(machine, parts * 4, (partial) => {
    rows(machine, number, x, partial, length / parts, parts);
    rows(machine, number, partial, y, parts, 1);
  });
};

function rows(machine: Machine, number: number, x: number, y: number, length: number, count: number): void {
  divide(machine, length * count, 'reduceRows', count, number, x, y, length);
}

export const argReduce: WasmKernel<'argReduce'> = (machine, inputs, outputs, { name, rows, length }) => {
  const [x, y] = [addressOf(at(inputs, 0)), addressOf(at(outputs, 0))];
  divide(machine, rows * length * 2, 'argReduce', rows, numberOf[name], x, y, length);
};

export const cumulativeSum: WasmKernel<'cumulativeSum'> = (
  machine,
  inputs,
  outputs,
  { rows, length, reverse },
) => {
  const [x, y] = [addressOf(at(inputs, 0)), addressOf(at(outputs, 0))];
  divide(machine, rows * length * 2, 'cumulativeSum', rows, x, y, length, reverse ? 1 : 0);
};

export const sort: WasmKernel<'sort'> = (machine, inputs, outputs, { rows, length, descending }) => {
  const [x, y, indices] = [addressOf(at(inputs, 0)), addressOf(at(outputs, 0)), addressOf(at(outputs, 1))];
  const bytes = 2 * length * 4;
  const down = descending ? 1 : 0;
  if (bytes <= sortScratch)
    divide(machine, rows * length * 16, 'sort', rows, x, y, indices, length, down, scratch);
  // A row that is too long for a thread's scratch memory has some of its own.
  else borrow(machine, bytes, (own) => machine.threads.alone('sort', rows, x, y, indices, length, down, own));
};

const sortScratch = 1_048_576;
