import { joinAxes } from '../../../array/join-axes.ts';
import { at, type GpuKernel } from '../plan.ts';
import type { View } from '../view.ts';
import { elementGroups, elementShader } from '../wgsl/element-shader.ts';
import { lengthsOf, mostAxes, stridesOf, walk } from './strided.ts';

/** Of uint8 four elements share a word, which two invocations must not write to: those fall back. */
export const copy: GpuKernel<'copy'> = (plan, inputs, outputs) => {
  const [x, y] = [at(inputs, 0), at(outputs, 0)];
  if (x.dtype === 'uint8' || x.storage === y.storage) return false;
  const { lengths, strides } = joinAxes(y.shape, [x.strides, y.strides]);
  const [xStrides, yStrides] = strides as [number[], number[]];
  const rank = lengths.length;
  if (rank > mostAxes) return false;
  plan.dispatch({
    shader: `copy ${rank}`,
    reads: { x: words(x) },
    writes: { y: words(y) },
    numbers: {
      size: y.size,
      ...lengthsOf(lengths),
      ...stridesOf('x', xStrides),
      ...stridesOf('y', yStrides),
    },
    groups: elementGroups(y.size),
    code: () => elementShader(`${walk(rank, ['x', 'y'])} y[p.yAt + yPlace] = x[p.xAt + xPlace];`),
  });
  return true;
};

/** Bits are moved as they are, those of NaN too. */
function words(view: View): View {
  return { ...view, dtype: 'int32' };
}
