import {
  dispose,
  scope,
  ShapeError,
  slice,
  type Parameters,
  type Shape,
  type Tensor,
} from '@broadsheet/tensor';
import type { Net } from '../nets/net.ts';
import { evaluationPass, inside, type Pass } from '../nets/pass.ts';
import type { RunningMoments } from '../nets/running-moments.ts';
import type { Features } from './features.ts';
import { plainInputs } from './plain-inputs.ts';

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
  const found = await encodeStages(
    net.takes,
    (part, pass) => ({ y: net.run(parameters, part, inside(pass, options.place ?? 'encoder')) }),
    inputs,
    options,
  );
  return found['y'] ?? { values: new Float32Array(0), n: 0, width: net.gives };
}

/**
 * The same of several representations at once, such as those before and after each layer of a projection head: `stages` makes
 * of some inputs a tensor [n, width] for each name → features for each name. It begins outside of all places.
 * @param takes one input, without the batch's axis
 */
export async function encodeStages(
  takes: Shape,
  stages: (inputs: Tensor, pass: Pass) => Readonly<Record<string, Tensor>>,
  inputs: Tensor,
  options: Omit<EncodeOptions, 'place'> = {},
): Promise<Record<string, Features>> {
  const { moments, batch = 256, labels } = options;
  const [n = 0, ...own] = inputs.shape;
  if (own.length !== takes.length || own.some((length, axis) => length !== takes[axis]))
    throw new ShapeError(
      `encodeAll: the net takes inputs [n, ${takes.join(', ')}], and these are [${inputs.shape.join(', ')}].`,
    );
  if (labels !== undefined && labels.length !== n)
    throw new RangeError(`encodeAll: ${n} inputs have ${labels.length} labels. Give one for each.`);
  if (!Number.isInteger(batch) || batch < 1)
    throw new RangeError(`encodeAll: batch is a whole number of at least 1, not ${batch}.`);
  const pass = evaluationPass(moments);
  const features: Record<string, Features> = {};
  for (let from = 0; from < n; from += batch) {
    const made = scope(() => {
      const part = slice(inputs, [from, Math.min(n, from + batch)]);
      return stages(plainInputs(part), pass);
    });
    for (const [name, y] of Object.entries(made)) {
      const width = y.shape[1] as number;
      const into = (features[name] ??= {
        values: new Float32Array(n * width),
        n,
        width,
        ...(labels === undefined ? {} : { labels }),
      });
      into.values.set(await y.data(), from * width);
    }
    dispose(made);
  }
  return features;
}
