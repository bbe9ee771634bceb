import { at, type GpuKernel } from '../plan.ts';
import { elementGroups, elementShader } from '../wgsl/element-shader.ts';

/**
 * Threefry-2x32 with 20 rounds, the same stream as kernels/random.ts: blocks of 8 elements are made of four counters, the
 * first words of each, then the second ones. Whole numbers, so every GPU gives the same; logarithms and sines are not, so
 * normal numbers are made by the fall-back.
 */
export const random: GpuKernel<'random'> = (plan, _, outputs, { name, key }) => {
  if (name === 'normal') return false;
  const y = at(outputs, 0);
  plan.dispatch({
    shader: `random ${name}`,
    reads: {},
    writes: { y },
    numbers: { size: y.size, key0: key[0] | 0, key1: key[1] | 0 },
    groups: elementGroups(y.size),
    code: () =>
      threefry +
      elementShader(/* wgsl */ `
  let words = threefry(u32(i / 8 * 4 + i % 4), bitcast<u32>(p.key0), bitcast<u32>(p.key1));
  let word = select(words.y, words.x, i % 8 < 4);
  y[p.yAt + i] = ${name === 'bits' ? 'bitcast<i32>(word)' : 'f32(word >> 8u) * 5.9604644775390625e-8'};`),
  });
  return true;
};

const threefry = /* wgsl */ `
fn threefry(counter: u32, k0: u32, k1: u32) -> vec2u {
  var keys = array<u32, 3>(k0, k1, k0 ^ k1 ^ 0x1bd11bdau);
  var a = counter + k0;
  var b = k1;
  for (var group = 0u; group < 5u; group++) {
    var turns = select(vec4u(13u, 15u, 26u, 6u), vec4u(17u, 29u, 16u, 24u), group % 2u == 1u);
    for (var round = 0; round < 4; round++) {
      a = a + b;
      b = ((b << turns[round]) | (b >> (32u - turns[round]))) ^ a;
    }
    a = a + keys[(group + 1u) % 3u];
    b = b + keys[(group + 2u) % 3u] + group + 1u;
  }
  return vec2u(a, b);
}
`;
