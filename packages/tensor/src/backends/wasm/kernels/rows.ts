import { bytesPerElement } from '../../../array/dtype.ts';
import type { Bag } from '../../kernels.ts';
import { addressOf, at, borrow, divide, type Machine, type WasmKernel } from './machine.ts';

export const gather: WasmKernel<'gather'> = (machine, inputs, outputs, { count, width }) => {
  const [table, indices, y] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)].map(addressOf) as Three;
  const rowBytes = width * bytesPerElement[at(inputs, 0).dtype];
  divide(machine, count * width, 'gather', count, table, indices, y, rowBytes);
};

export const scatterAdd: WasmKernel<'scatterAdd'> = (machine, inputs, outputs, { rows, count, width }) => {
  machine.backend.run('fill', [], outputs, { value: 0 });
  const [x, indices, y] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)].map(addressOf) as Three;
  const bag: Bag = { rows, width, bags: count, length: 1, mean: false };
  const capacity = Math.min(rows, count);
  borrow(machine, capacity * 4, (found) => sumByRow(machine, x, indices, found, y, bag, capacity, true));
};

export const takeAlong: WasmKernel<'takeAlong'> = (machine, inputs, outputs, { rows, length, count }) => {
  const [x, indices, y] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)].map(addressOf) as Three;
  divide(machine, rows * count * 2, 'takeAlong', rows, x, indices, y, length, count);
};

export const takeAlongGradient: WasmKernel<'takeAlongGradient'> = (machine, inputs, outputs, parameters) => {
  const { rows, length, count } = parameters;
  const [g, indices, dx] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)].map(addressOf) as Three;
  divide(machine, rows * (count + length), 'takeAlongGradient', rows, g, indices, dx, length, count);
};

export const embeddingBag: WasmKernel<'embeddingBag'> = (machine, inputs, outputs, bag) => {
  const [table, indices, y] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)].map(addressOf) as Three;
  const { bags, length, width, mean } = bag;
  divide(
    machine,
    bags * length * width,
    'embeddingBag',
    bags,
    table,
    indices,
    y,
    length,
    width,
    mean ? 1 : 0,
  );
};

export const embeddingBagGradient: WasmKernel<'embeddingBagGradient'> = (machine, inputs, outputs, bag) => {
  machine.backend.run('fill', [], outputs, { value: 0 });
  const [g, indices, y] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)].map(addressOf) as Three;
  const capacity = Math.min(bag.rows, bag.bags * bag.length);
  borrow(machine, capacity * 4, (found) => sumByRow(machine, g, indices, found, y, bag, capacity, true));
};

export const embeddingBagSparse: WasmKernel<'embeddingBagSparse'> = (machine, inputs, outputs, bag) => {
  const [g, indices] = [at(inputs, 0), at(inputs, 1)].map(addressOf) as [number, number];
  const [found, values] = [at(outputs, 0), at(outputs, 1)].map(addressOf) as [number, number];
  sumByRow(machine, g, indices, found, values, bag, bag.capacity, false);
};

type Three = [number, number, number];

/** Adds each bag's gradient to the rows that it named, row by row: in the table (dense) or packed. */
function sumByRow(
  machine: Machine,
  x: number,
  indices: number,
  found: number,
  y: number,
  { rows, width, bags, length, mean }: Bag,
  capacity: number,
  dense: boolean,
): void {
  const count = bags * length;
  borrow(machine, (rows + 1 + capacity + 1 + count) * 4, (counts) => {
    const starts = counts + (rows + 1) * 4;
    const order = starts + (capacity + 1) * 4;
    machine.threads.alone('groupRows', 1, indices, count, rows, capacity, counts, found, starts, order);
    divide(
      machine,
      count * width,
      'sumGroups',
      capacity,
      x,
      indices,
      found,
      starts,
      order,
      y,
      length,
      width,
      mean ? 1 : 0,
      dense ? 1 : 0,
    );
  });
}
