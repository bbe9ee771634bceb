import { functions } from './functions.ts';

/** How many invocations share a row of so many elements. */
export function lanesFor(length: number): number {
  if (length <= 32) return 8;
  return length <= 1024 ? 64 : 256;
}

const rowsPerGroup = (lanes: number): number => Math.max(1, 64 / lanes);

/** Workgroups for so many rows. */
export function rowGroups(rows: number, lanes: number): number {
  return Math.ceil(rows / rowsPerGroup(lanes));
}

/**
 * A program that does `body` for each `row` from 0 to `p.rows`, all `lanes` of a row together. The body steps through a row
 * with `for (var i = lane; i < length; i += LANES)`; `total`, `greatest` and `firstOf` bring the lanes' values together
 * and are called by all of them, outside of such loops. Only where `inside` may it write: the last workgroup may have more
 * places than there are rows; there `length` is 0.
 */
export function rowShader(lanes: number, body: string): string {
  const rows = rowsPerGroup(lanes);
  return /* wgsl */ `${functions}
const LANES = ${lanes};
var<workgroup> values: array<f32, ${lanes * rows}>;
var<workgroup> places: array<i32, ${lanes * rows}>;
var<private> lane: i32;
var<private> slot: i32;

fn total(value: f32) -> f32 {
  let at = slot * LANES + lane;
  workgroupBarrier();
  values[at] = value;
  workgroupBarrier();
  for (var step = LANES / 2; step > 0; step /= 2) {
    if (lane < step) { values[at] += values[at + step]; }
    workgroupBarrier();
  }
  return values[slot * LANES];
}

fn greatest(value: f32) -> f32 {
  let at = slot * LANES + lane;
  workgroupBarrier();
  values[at] = value;
  workgroupBarrier();
  for (var step = LANES / 2; step > 0; step /= 2) {
    if (lane < step) { values[at] = greater(values[at], values[at + step]); }
    workgroupBarrier();
  }
  return values[slot * LANES];
}

// The place of the greatest value, the first of equal ones; NaN is greater than all. A place of -1 holds nothing.
fn firstOf(value: f32, place: i32) -> i32 {
  let at = slot * LANES + lane;
  workgroupBarrier();
  values[at] = value;
  places[at] = place;
  workgroupBarrier();
  for (var step = LANES / 2; step > 0; step /= 2) {
    if (lane < step && comesFirst(values[at + step], places[at + step], values[at], places[at])) {
      values[at] = values[at + step];
      places[at] = places[at + step];
    }
    workgroupBarrier();
  }
  return places[slot * LANES];
}

fn comesFirst(a: f32, aPlace: i32, b: f32, bPlace: i32) -> bool {
  if (aPlace < 0 || bPlace < 0) { return aPlace >= 0; }
  let aNan = isNan(a);
  let bNan = isNan(b);
  if (aNan || bNan) { return aNan && (!bNan || aPlace < bPlace); }
  return a > b || (a == b && aPlace < bPlace);
}

@compute @workgroup_size(${lanes * rows})
fn main(
  @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  lane = i32(local) % LANES;
  slot = i32(local) / LANES;
  let row = i32(group.x + group.y * groups.x) * ${rows} + slot;
  let inside = row < p.rows;
  let length = select(0, p.length, inside);
  ${body}
}
`;
}
