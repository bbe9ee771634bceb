import type { Bag } from '../../kernels.ts';
import { at, type GpuKernel, type Plan } from '../plan.ts';
import { extentOf, type View } from '../view.ts';
import { elementGroups, elementShader } from '../wgsl/element-shader.ts';
import { fill } from './elementwise.ts';

// Adding to rows that indices name. WGSL has no atomic float32, and sums whose order changes from run to run are not
// wanted: the host groups the indices by row (it is sent them alone, never the values), then each row is summed by itself.

/** Comparisons up to which each element rather looks through all indices than waits for the host. */
const mostComparisons = 16_777_216;

export const scatterAdd: GpuKernel<'scatterAdd'> = (plan, inputs, outputs, { rows, count, width }) => {
  const [x, indices, y] = [at(inputs, 0), at(inputs, 1), at(outputs, 0)];
  if (rows * width * count <= mostComparisons) lookThrough(plan, x, indices, y, count, width);
  else addGroups(plan, x, indices, y, { rows, width, bags: count, length: 1, mean: false });
  return true;
};

export const embeddingBagGradient: GpuKernel<'embeddingBagGradient'> = (plan, inputs, outputs, bag) => {
  addGroups(plan, at(inputs, 0), at(inputs, 1), at(outputs, 0), bag);
  return true;
};

export const embeddingBagSparse: GpuKernel<'embeddingBagSparse'> = (plan, inputs, outputs, bag) => {
  sumGroups(plan, at(inputs, 0), at(inputs, 1), at(outputs, 0), at(outputs, 1), bag, bag.capacity, false);
  return true;
};

function lookThrough(plan: Plan, x: View, indices: View, y: View, count: number, width: number): void {
  plan.dispatch({
    shader: 'scatterAdd',
    reads: { x, indices },
    writes: { y },
    numbers: { size: y.size, count, width },
    groups: elementGroups(y.size),
    code: () =>
      elementShader(/* wgsl */ `
  let row = i / p.width;
  var sum = 0.0;
  for (var k = 0; k < p.count; k++) {
    if (indices[p.indicesAt + k] == row) { sum += x[p.xAt + k * p.width + i % p.width]; }
  }
  y[p.yAt + i] = sum;`),
  });
}

function addGroups(plan: Plan, x: View, indices: View, y: View, bag: Bag): void {
  fill(plan, [], [y], { value: 0 });
  const capacity = Math.min(bag.rows, bag.bags * bag.length);
  if (capacity > 0) sumGroups(plan, x, indices, plan.temporary([capacity], 'int32'), y, bag, capacity, true);
}

/** y[row] where `dense`, or y[slot], = Σ over the indices that name the slot's row of x[their bag] · weight. */
function sumGroups(
  plan: Plan,
  x: View,
  indices: View,
  found: View,
  y: View,
  bag: Bag,
  capacity: number,
  dense: boolean,
): void {
  const { rows, width, bags, length, mean } = bag;
  const starts = plan.temporary([capacity + 1], 'int32');
  const order = plan.temporary([bags * length], 'int32');
  plan.onHost({
    reads: [extentOf(indices)],
    writes: [found, starts, order].map(extentOf),
    work: ([bytes]) =>
      groupByRow(words(bytes as Uint8Array), rows, capacity).map((list) => new Uint8Array(list.buffer)),
  });
  plan.dispatch({
    shader: `sum groups ${mean ? 'mean' : 'sum'} ${dense ? 'dense' : 'packed'}`,
    reads: { x, indices, found, starts, order },
    writes: { y },
    numbers: { size: capacity * width, width, length },
    groups: elementGroups(capacity * width),
    code: () =>
      elementShader(/* wgsl */ `
  let slot = i / p.width;
  let column = i % p.width;
  let row = found[p.foundAt + slot];
  ${dense ? 'if (row < 0) { return; }' : ''}
  var sum = 0.0;
  for (var k = starts[slot]; k < starts[slot + 1]; k++) {
    let bag = order[k] / p.length;
    ${mean ? weighted : 'sum += x[p.xAt + bag * p.width + column];'}
  }
  y[p.yAt + ${dense ? 'row' : 'slot'} * p.width + column] = sum;`),
  });
}

/** A bag's gradient is shared by its members. */
const weighted = /* wgsl */ `
    var members = 0;
    for (var m = bag * p.length; m < (bag + 1) * p.length; m++) {
      members += select(0, 1, indices[p.indicesAt + m] >= 0);
    }
    sum += x[p.xAt + bag * p.width + column] / f32(members);`;

function words(bytes: Uint8Array): Int32Array {
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

/**
 * The distinct rows that indices name, rising, -1 behind them; where each one's members begin in the third list; and the
 * members, which are positions in `indices`, in their order. Indices outside of the rows count nowhere.
 */
function groupByRow(
  indices: Int32Array,
  rows: number,
  capacity: number,
): [found: Int32Array, starts: Int32Array, order: Int32Array] {
  const found = new Int32Array(capacity).fill(-1);
  const starts = new Int32Array(capacity + 1);
  const order = new Int32Array(indices.length);
  const counts = new Int32Array(rows);
  for (const row of indices) if (row >= 0 && row < rows) counts[row] = (counts[row] as number) + 1;
  let slot = 0;
  let begin = 0;
  for (let row = 0; row < rows; row++) {
    const size = counts[row] as number;
    if (size === 0) continue;
    found[slot] = row;
    starts[slot++] = begin;
    counts[row] = begin;
    begin += size;
  }
  starts.fill(begin, slot);
  indices.forEach((row, position) => {
    if (row < 0 || row >= rows) return;
    const place = counts[row] as number;
    counts[row] = place + 1;
    order[place] = position;
  });
  return [found, starts, order];
}
