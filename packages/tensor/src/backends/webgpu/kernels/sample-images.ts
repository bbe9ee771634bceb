import { at, type GpuKernel } from '../plan.ts';
import { elementGroups, elementShader } from '../wgsl/element-shader.ts';

/** One invocation for each number of the result, as kernels/sample-images.ts does it. */
export const sampleImages: GpuKernel<'sampleImages'> = (plan, inputs, outputs) => {
  const [images, y] = [at(inputs, 0), at(outputs, 0)];
  const [, height, width, channels] = images.shape as [number, number, number, number];
  const [, rows, columns] = y.shape as [number, number, number];
  const bytes = images.dtype === 'uint8';
  plan.dispatch({
    shader: 'sampleImages',
    reads: { images, indices: at(inputs, 1), transforms: at(inputs, 2) },
    writes: { y },
    numbers: { size: y.size, height, width, channels, rows, columns },
    groups: elementGroups(y.size),
    code: () =>
      (bytes ? bytePixel : floatPixel) +
      held +
      elementShader(/* wgsl */ `
  let channel = i % p.channels;
  let s = i / p.channels % p.columns;
  let r = i / (p.channels * p.columns) % p.rows;
  let count = i / (p.channels * p.columns * p.rows);
  let t = p.transformsAt + count * 6;
  let row = held(transforms[t + 1] * f32(s) + (transforms[t] * f32(r) + transforms[t + 2]), p.height - 1);
  let column = held(transforms[t + 4] * f32(s) + (transforms[t + 3] * f32(r) + transforms[t + 5]), p.width - 1);
  let top = i32(row);
  let left = i32(column);
  let down = row - f32(top);
  let right = column - f32(left);
  let image = p.imagesAt + indices[p.indicesAt + count] * p.height * p.width * p.channels;
  let upper = image + (top * p.width + left) * p.channels + channel;
  let below = select(0, p.width * p.channels, top < p.height - 1);
  let beside = select(0, p.channels, left < p.width - 1);
  let first = pixel(upper) * (1.0 - right) + pixel(upper + beside) * right;
  let second = pixel(upper + below) * (1.0 - right) + pixel(upper + below + beside) * right;
  y[p.yAt + i] = first * (1.0 - down) + second * down;`),
  });
  return true;
};

const floatPixel = /* wgsl */ `fn pixel(at: i32) -> f32 { return images[at]; }
`;

/** Four bytes share a word. */
const bytePixel = /* wgsl */ `
fn pixel(at: i32) -> f32 { return f32((images[at / 4] >> u32(at % 4 * 8)) & 255u) / 255.0; }
`;

/** A place between 0 and the last pixel; what is no number is 0. */
const held = /* wgsl */ `
fn held(place: f32, last: i32) -> f32 { return select(clamp(place, 0.0, f32(last)), 0.0, isNan(place)); }
`;
