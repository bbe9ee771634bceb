import { cast, mul, scope, ShapeError, slice, type Parameters, type Tensor } from '@broadsheet/tensor';
import type { Net } from '../nets/net.ts';
import { evaluationPass, inside } from '../nets/pass.ts';
import type { RunningMoments } from '../nets/running-moments.ts';
import type { Features } from './features.ts';

export interface EncodeOptions {
  /** Where the net stands in what was trained, and so where its batch norms remember: `encoder` unless given. */
  readonly place?: string;
  /** What batch norms remember. Without it, each part is normalised by its own moments. */
  readonly moments?: RunningMoments;
  /** Inputs that are encoded at once; 256 unless given. */
  readonly batch?: number;
  /** A class for each input, passed on. */
  readonly labels?: Int32Array;
}

/**
 * What a net makes of a whole data set, part after part, so that memory holds one part's work at a time: inputs
 * [n, ...takes] → features [n, gives]. Pixels (uint8) become 0 to 1, as in views; tokens (int32) stay as they are.
 * @throws ShapeError where inputs are not what the net takes; RangeError where there are not as many labels as inputs.
 */
export async function encodeAll<P extends Parameters>(
  net: Net<P>,
  parameters: P,
  inputs: Tensor,
  options: EncodeOptions = {},
): Promise<Features> {
  const { place = 'encoder', moments, batch = 256, labels } = options;
  const [n = 0, ...own] = inputs.shape;
  if (own.length !== net.takes.length || own.some((length, axis) => length !== net.takes[axis]))
    throw new ShapeError(
      `encodeAll: the net takes inputs [n, ${net.takes.join(', ')}], and these are [${inputs.shape.join(', ')}].`,
    );
  if (labels !== undefined && labels.length !== n)
    throw new RangeError(`encodeAll: ${n} inputs have ${labels.length} labels. Give one for each.`);
  if (!Number.isInteger(batch) || batch < 1)
    throw new RangeError(`encodeAll: batch is a whole number of at least 1, not ${batch}.`);
  const pass = inside(evaluationPass(moments), place);
  const values = new Float32Array(n * net.gives);
  for (let from = 0; from < n; from += batch) {
    const y = scope(() => {
      const part = slice(inputs, [from, Math.min(n, from + batch)]);
      return net.run(parameters, part.dtype === 'uint8' ? mul(cast(part, 'float32'), 1 / 255) : part, pass);
    });
    values.set(await y.data(), from * net.gives);
    y.dispose();
  }
  return { values, n, width: net.gives, ...(labels === undefined ? {} : { labels }) };
}
