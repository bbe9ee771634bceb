/**
 * What TensorFlow.js's Wasm back end lacks or does badly, mended from outside, so that it can be compared at all: the
 * table shows whichever is faster, as it comes or mended, and says which.
 */
import * as tf from '@tensorflow/tfjs-core';

export function patch(): void {
  filterGradients();
  segmentSums();
  transposeBeforeProducts();
}

/** The Wasm back end has no gradient for filters: one product for each place in the filter. */
function filterGradients(): void {
  tf.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) =>
      tf.tidy(() => {
        const { x, dy } = inputs as unknown as { x: tf.Tensor4D; dy: tf.Tensor4D };
        const { strides, pad, filterShape } = attrs as unknown as {
          strides: number | [number, number];
          pad: number;
          filterShape: [number, number, number, number];
        };
        const [tall, wide, inputChannels, outputChannels] = filterShape;
        const stride = typeof strides === 'number' ? strides : strides[0];
        const [batch, height, width] = dy.shape;
        const rows = batch * height * width;
        const padded = tf.pad(x, [
          [0, 0],
          [pad, pad],
          [pad, pad],
          [0, 0],
        ]);
        const upstream = tf.reshape(dy, [rows, outputChannels]);
        const places: tf.Tensor[] = [];
        for (let down = 0; down < tall; down++)
          for (let right = 0; right < wide; right++) {
            const end = [
              batch,
              down + stride * (height - 1) + 1,
              right + stride * (width - 1) + 1,
              inputChannels,
            ];
            const seen = tf.stridedSlice(padded, [0, down, right, 0], end, [1, stride, stride, 1]);
            places.push(tf.matMul(tf.reshape(seen, [rows, inputChannels]), upstream, true));
          }
        return tf.reshape(tf.stack(places), filterShape);
      }),
  });
}

/** The Wasm back end has no sums by segment, which the gradient of a gather is made of. */
function segmentSums(): void {
  tf.registerKernel({
    kernelName: 'UnsortedSegmentSum',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { x, segmentIds } = inputs as unknown as Record<'x' | 'segmentIds', tf.TensorInfo>;
      const { numSegments } = attrs as unknown as { numSegments: number };
      const wasm = backend as tf.KernelBackend;
      const rows = wasm.readSync(x.dataId) as Float32Array;
      const ids = wasm.readSync(segmentIds.dataId) as Int32Array;
      const width = rows.length / ids.length;
      const sums = new Float32Array(numSegments * width);
      for (let row = 0, at = 0; row < ids.length; row++) {
        const to = (ids[row] as number) * width;
        for (let column = 0; column < width; column++, at++)
          sums[to + column] = (sums[to + column] as number) + (rows[at] as number);
      }
      const shape = [numSegments, ...x.shape.slice(segmentIds.shape.length)];
      return { dataId: wasm.write(sums, shape, 'float32'), shape, dtype: 'float32' };
    },
  });
}

/** A product with a transposed side takes a slow path (1.5 GFLOP/s); turning that side around first is faster. */
function transposeBeforeProducts(): void {
  const product = tf.getKernel('BatchMatMul', 'wasm');
  const transpose = tf.getKernel('Transpose', 'wasm');
  tf.unregisterKernel('BatchMatMul', 'wasm');
  tf.registerKernel({
    ...product,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const made: tf.TensorInfo[] = [];
      const turned = (name: string, wanted: unknown) => {
        const x = inputs[name] as tf.TensorInfo;
        if (wanted !== true) return x;
        const perm = x.shape.map((_, at) => at);
        perm.push(...perm.splice(-2).reverse());
        const other = transpose.kernelFunc({ inputs: { x }, attrs: { perm }, backend }) as tf.TensorInfo;
        made.push(other);
        return other;
      };
      const a = turned('a', attrs?.['transposeA']);
      const b = turned('b', attrs?.['transposeB']);
      const answer = product.kernelFunc({
        inputs: { a, b },
        attrs: { transposeA: false, transposeB: false },
        backend,
      });
      for (const { dataId } of made) (backend as tf.KernelBackend).disposeData(dataId);
      return answer;
    },
  });
}
