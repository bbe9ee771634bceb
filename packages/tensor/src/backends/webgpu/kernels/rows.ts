import { at, type GpuKernel } from '../plan.ts';
import { elementGroups, elementShader } from '../wgsl/element-shader.ts';

/** Rows of bytes go to the fall-back: four elements share a word. */
export const gather: GpuKernel<'gather'> = (plan, inputs, outputs, { count, width }) => {
  const { dtype } = at(inputs, 0);
  if (dtype === 'uint8') return false;
  const zero = dtype === 'float32' ? '0.0' : '0';
  plan.dispatch({
    shader: 'gather',
    reads: { table: at(inputs, 0), indices: at(inputs, 1) },
    writes: { y: at(outputs, 0) },
    numbers: { size: count * width, width },
    groups: elementGroups(count * width),
    code: () =>
      elementShader(/* wgsl */ `
  let index = indices[p.indicesAt + i / p.width];
  y[p.yAt + i] = select(table[p.tableAt + max(0, index) * p.width + i % p.width], ${zero}, index < 0);`),
  });
  return true;
};

export const takeAlong: GpuKernel<'takeAlong'> = (plan, inputs, outputs, { rows, length, count }) => {
  plan.dispatch({
    shader: 'takeAlong',
    reads: { x: at(inputs, 0), indices: at(inputs, 1) },
    writes: { y: at(outputs, 0) },
    numbers: { size: rows * count, length, count },
    groups: elementGroups(rows * count),
    code: () =>
      elementShader(/* wgsl */ `
  let index = indices[p.indicesAt + i];
  y[p.yAt + i] = select(x[p.xAt + i / p.count * p.length + max(0, index)], 0.0, index < 0);`),
  });
  return true;
};

/** Indices that an invocation looks through for each element; where there are more, the fall-back adds faster. */
const mostLookedAt = 1024;

/** Each element adds up what names it, in the order of the indices. */
export const takeAlongGradient: GpuKernel<'takeAlongGradient'> = (
  plan,
  inputs,
  outputs,
  { rows, length, count },
) => {
  if (count > mostLookedAt) return false;
  plan.dispatch({
    shader: 'takeAlong gradient',
    reads: { g: at(inputs, 0), indices: at(inputs, 1) },
    writes: { dx: at(outputs, 0) },
    numbers: { size: rows * length, length, count },
    groups: elementGroups(rows * length),
    code: () =>
      elementShader(/* wgsl */ `
  let begin = i / p.length * p.count;
  let own = i % p.length;
  var sum = 0.0;
  for (var k = begin; k < begin + p.count; k++) {
    if (indices[p.indicesAt + k] == own) { sum += g[p.gAt + k]; }
  }
  dx[p.dxAt + i] = sum;`),
  });
  return true;
};

export const embeddingBag: GpuKernel<'embeddingBag'> = (
  plan,
  inputs,
  outputs,
  { bags, length, width, mean },
) => {
  plan.dispatch({
    shader: 'embeddingBag',
    reads: { table: at(inputs, 0), indices: at(inputs, 1) },
    writes: { y: at(outputs, 0) },
    numbers: { size: bags * width, length, width, mean: mean ? 1 : 0 },
    groups: elementGroups(bags * width),
    code: () =>
      elementShader(/* wgsl */ `
  let begin = p.indicesAt + i / p.width * p.length;
  var sum = 0.0;
  var found = 0;
  for (var k = begin; k < begin + p.length; k++) {
    let index = indices[k];
    if (index < 0) { continue; }
    sum += table[p.tableAt + index * p.width + i % p.width];
    found += 1;
  }
  y[p.yAt + i] = select(sum, sum / f32(max(1, found)), p.mean == 1);`),
  });
  return true;
};
