import type { Plan } from '../plan.ts';
import type { Numeric } from '../steps.ts';
import { reshaped, type View } from '../view.ts';
import { sumOver } from './reduce.ts';

/** Columns of a tile that one invocation has in registers, and rows: 16 × 16 invocations make a tile. */
type Registers = 1 | 4;
const side = 16;
/** Steps of the inner axis that are in workgroup memory at a time. */
const depth = 16;
/** Workgroups that keep a large GPU busy; a product with fewer tiles has its inner axis divided. */
const enoughGroups = 256;
const leastShare = 256;

/** A product of two matrices whose elements are looked up by WGSL: a matrix product, or a convolution seen as one. */
export interface Gemm {
  readonly shader: string;
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly reads: Readonly<Record<string, View>>;
  readonly numbers: Readonly<Record<string, Numeric>>;
  /** Whether neighbours along the inner axis lie side by side in memory, rather than those along the rows or columns. */
  readonly leftAlongInner: boolean;
  readonly rightAlongInner: boolean;
  /** `fn left(batch: i32, row: i32, k: i32) -> f32` and `fn right(batch: i32, k: i32, column: i32) -> f32`. */
  readonly elements: string;
  /** WGSL for what every result of a `column` begins with; 0 without it. */
  readonly start?: string;
}

/** y [batch, rows, columns], dense, = Σ_k left · right. */
export function multiply(plan: Plan, y: View, gemm: Gemm): void {
  const { batch, rows, columns, inner } = gemm;
  const least = Math.min(rows, columns);
  const registers: Registers = least > 24 ? 4 : 1;
  const tile = side * registers;
  const tileRows = Math.ceil(rows / tile);
  const tileColumns = Math.ceil(columns / tile);
  const tiles = batch * tileRows * tileColumns;
  const wanted = Math.min(Math.ceil(enoughGroups / Math.max(1, tiles)), Math.floor(inner / leastShare));
  const share = Math.ceil(inner / Math.max(1, wanted) / depth) * depth;
  const splits = Math.max(1, Math.ceil(inner / share));
  const z = splits === 1 ? y : plan.temporary([batch * splits, rows, columns]);
  const { leftAlongInner, rightAlongInner, elements } = gemm;
  plan.dispatch({
    shader: `${gemm.shader} ${registers}`,
    reads: gemm.reads,
    writes: { z },
    numbers: {
      rows,
      columns,
      inner,
      share,
      splits,
      slabs: batch * splits,
      tileRows,
      tileColumns,
      leftAlongInner: leftAlongInner ? 1 : 0,
      rightAlongInner: rightAlongInner ? 1 : 0,
      ...gemm.numbers,
    },
    groups: tiles * splits,
    code: () => elements + beginning(gemm.start) + gemmShader(registers),
  });
  if (splits > 1)
    sumOver(plan, z, reshaped(y, [batch, rows * columns]), {
      outer: batch,
      length: splits,
      inner: rows * columns,
    });
}

/** Of parts of a sum, the first has the start. */
function beginning(start: string | undefined): string {
  return `fn beginning(part: i32, column: i32) -> f32 { return ${
    start === undefined ? '0.0' : `select(0.0, ${start}, part == 0)`
  }; }\n`;
}

function gemmShader(registers: Registers): string {
  const tile = side * registers;
  // One more than the tile is wide, so that columns of it lie in different banks.
  const pitch = tile + 1;
  const each = Array.from({ length: registers }, (_, i) => i);
  const pairs = each.flatMap((i) => each.map((j) => [i, j] as const));
  // Neighbours in the workgroup read neighbours in memory.
  const along = (inner: string): string =>
    `let k = select(t / ${tile}, t % ${depth}, ${inner} == 1); let place = select(t % ${tile}, t / ${depth}, ${inner} == 1);`;
  return /* wgsl */ `
var<workgroup> lefts: array<f32, ${depth * pitch}>;
var<workgroup> rights: array<f32, ${depth * pitch}>;

@compute @workgroup_size(${side * side})
fn main(
  @builtin(workgroup_id) id: vec3u, @builtin(num_workgroups) ids: vec3u, @builtin(local_invocation_index) local: u32,
) {
  let group = i32(id.x + id.y * ids.x);
  let firstColumn = group % p.tileColumns * ${tile};
  let firstRow = group / p.tileColumns % p.tileRows * ${tile};
  let slab = group / (p.tileColumns * p.tileRows);
  // The last row of workgroups may have more than there are tiles.
  if (slab >= p.slabs) { return; }
  let batch = slab / p.splits;
  let begin = slab % p.splits * p.share;
  let end = min(p.inner, begin + p.share);
  let x = i32(local) % ${side};
  let y = i32(local) / ${side};
  ${pairs.map(([i, j]) => `var s${i}${j} = 0.0;`).join(' ')}
  for (var k0 = begin; k0 < end; k0 += ${depth}) {
    for (var t = i32(local); t < ${depth * tile}; t += ${side * side}) {
      ${along('p.leftAlongInner')}
      var value = 0.0;
      if (firstRow + place < p.rows && k0 + k < end) { value = left(batch, firstRow + place, k0 + k); }
      lefts[k * ${pitch} + place] = value;
    }
    for (var t = i32(local); t < ${depth * tile}; t += ${side * side}) {
      ${along('p.rightAlongInner')}
      var value = 0.0;
      if (firstColumn + place < p.columns && k0 + k < end) { value = right(batch, k0 + k, firstColumn + place); }
      rights[k * ${pitch} + place] = value;
    }
    workgroupBarrier();
    for (var k = 0; k < ${depth}; k++) {
      ${each.map((i) => `let a${i} = lefts[k * ${pitch} + y + ${i * side}];`).join(' ')}
      ${each.map((j) => `let b${j} = rights[k * ${pitch} + x + ${j * side}];`).join(' ')}
      ${pairs.map(([i, j]) => `s${i}${j} += a${i} * b${j};`).join(' ')}
    }
    workgroupBarrier();
  }
  ${each.map((i) => `let row${i} = firstRow + y + ${i * side};`).join(' ')}
  ${each.map((j) => `let column${j} = firstColumn + x + ${j * side};`).join(' ')}
  ${pairs
    .map(
      ([i, j]) =>
        `if (row${i} < p.rows && column${j} < p.columns) { z[p.zAt + (slab * p.rows + row${i}) * p.columns + column${j}] = beginning(slab % p.splits, column${j}) + s${i}${j}; }`,
    )
    .join('\n  ')}
}
`;
}
