import { functions } from './functions.ts';

const groupSize = 256;

/** Workgroups for so many elements. */
export function elementGroups(size: number): number {
  return Math.ceil(size / groupSize);
}

/** A program that does `body` for each `i` from 0 to `p.size`. */
export function elementShader(body: string): string {
  return /* wgsl */ `${functions}
@compute @workgroup_size(${groupSize})
fn main(
  @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = i32((group.x + group.y * groups.x) * ${groupSize}u + local);
  if (i >= p.size) { return; }
  ${body}
}
`;
}
