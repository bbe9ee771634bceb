import { at, type GpuKernel, type Plan } from '../plan.ts';
import type { View } from '../view.ts';
import { elementGroups, elementShader } from '../wgsl/element-shader.ts';
import { lanesFor, rowGroups, rowShader } from '../wgsl/row-shader.ts';
import { fill } from './elementwise.ts';

type Name = 'sum' | 'max' | 'min';

interface Lengths {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

/** Invocations that keep a large GPU busy; with fewer results than that, long sums are divided. */
const enough = 16_384;
/** Elements that one invocation adds up at least and at most: more in a row would round more than Wasm's blocks do. */
const [leastChunk, mostChunk] = [32, 512];

/** What a reduction begins with, how two values meet, and how all lanes' do. */
const meeting: Readonly<Record<Name, { start: string; meet: string; all: string }>> = {
  sum: { start: '0.0', meet: 'r + v', all: 'total(r)' },
  max: { start: '-infinity()', meet: 'greater(r, v)', all: 'greatest(r)' },
  min: { start: 'infinity()', meet: 'lesser(r, v)', all: '-greatest(-r)' },
};

export const reduce: GpuKernel<'reduce'> = (plan, inputs, outputs, { name, ...lengths }) => {
  reduceInParts(plan, name, at(inputs, 0), at(outputs, 0), lengths);
  return true;
};

/** y [outer, inner] = Σ x [outer, length, inner]. */
export function sumOver(plan: Plan, x: View, y: View, lengths: Lengths): void {
  reduceInParts(plan, 'sum', x, y, lengths);
}

/** Long ones are cut in parts, whose results are reduced again. */
function reduceInParts(plan: Plan, name: Name, x: View, y: View, { outer, length, inner }: Lengths): void {
  const results = outer * inner;
  if (results === 0) return;
  if (length === 0)
    return void fill(plan, [], [y], { value: name === 'sum' ? 0 : name === 'max' ? -Infinity : Infinity });
  const wide = inner === 1;
  // Rows are read by many lanes at a time; of columns each lane has its own.
  const lanes = wide ? lanesFor(length) : 1;
  const wanted = Math.ceil(enough / (results * lanes));
  const parts = Math.max(
    Math.ceil(length / (mostChunk * lanes)),
    Math.min(wanted, Math.floor(length / (leastChunk * lanes))),
  );
  if (parts <= 1) return part(plan, name, x, y, outer, length, inner, length, 1, lanes);
  const chunk = Math.ceil(length / parts);
  const count = Math.ceil(length / chunk);
  const between = plan.temporary([outer, count, inner]);
  part(plan, name, x, between, outer, length, inner, chunk, count, lanes);
  reduceInParts(plan, name, between, y, { outer, length: count, inner });
}

/** y [outer, parts, inner]: each part of `chunk` elements reduced by itself; the last one may be shorter. */
function part(
  plan: Plan,
  name: Name,
  x: View,
  y: View,
  outer: number,
  length: number,
  inner: number,
  chunk: number,
  parts: number,
  lanes: number,
): void {
  const { start, meet, all } = meeting[name];
  const size = outer * parts * inner;
  const numbers = { whole: length, chunk, parts };
  if (lanes > 1)
    plan.dispatch({
      shader: `reduce rows ${name} ${lanes}`,
      reads: { x },
      writes: { y },
      numbers: { rows: size, length: chunk, ...numbers },
      groups: rowGroups(size, lanes),
      code: () =>
        rowShader(
          lanes,
          /* wgsl */ `
  let first = row % p.parts * p.chunk;
  let begin = p.xAt + row / p.parts * p.whole + first;
  var r = ${start};
  for (var i = lane; i < min(length, p.whole - first); i += LANES) { let v = x[begin + i]; r = ${meet}; }
  r = ${all};
  if (inside && lane == 0) { y[p.yAt + row] = r; }`,
        ),
    });
  else
    plan.dispatch({
      shader: `reduce columns ${name}`,
      reads: { x },
      writes: { y },
      numbers: { size, inner, ...numbers },
      groups: elementGroups(size),
      code: () =>
        elementShader(/* wgsl */ `
  let row = i / p.inner;
  let first = row % p.parts * p.chunk;
  var place = p.xAt + (row / p.parts * p.whole + first) * p.inner + i % p.inner;
  var r = ${start};
  for (var k = first; k < min(first + p.chunk, p.whole); k++) { let v = x[place]; r = ${meet}; place += p.inner; }
  y[p.yAt + i] = r;`),
    });
}

export const argReduce: GpuKernel<'argReduce'> = (plan, inputs, outputs, { name, rows, length }) => {
  const lanes = lanesFor(length);
  plan.dispatch({
    shader: `argReduce ${name} ${lanes}`,
    reads: { x: at(inputs, 0) },
    writes: { y: at(outputs, 0) },
    numbers: { rows, length },
    groups: rowGroups(rows, lanes),
    code: () =>
      rowShader(
        lanes,
        /* wgsl */ `
  let begin = p.xAt + row * p.length;
  var best = 0.0;
  var place = -1;
  for (var i = lane; i < length; i += LANES) {
    let v = ${name === 'max' ? '' : '-'}x[begin + i];
    if (comesFirst(v, i, best, place)) { best = v; place = i; }
  }
  place = firstOf(best, place);
  if (inside && lane == 0) { y[p.yAt + row] = place; }`,
      ),
  });
  return true;
};
