import { accuracy } from '@broadsheet/methods';
import { argMax, cast, mul, scope, slice, type Tensor } from '@broadsheet/tensor';

/** Inputs whose classes are asked for at once. */
const part = 256;

/**
 * How often a classifier is right: inputs [n, ...takes], pixels as uint8, and logits [n, classes] of each of its ways, by
 * name. → a share for each name.
 */
export async function classifierAccuracy(
  classify: (inputs: Tensor) => Readonly<Record<string, Tensor>>,
  inputs: Tensor,
  labels: Int32Array,
): Promise<Record<string, number>> {
  const n = inputs.shape[0] as number;
  const given = new Map<string, Int32Array>();
  for (let from = 0; from < n; from += part) {
    const found = scope(() => {
      const some = slice(inputs, [from, Math.min(n, from + part)]);
      const logits = classify(some.dtype === 'uint8' ? mul(cast(some, 'float32'), 1 / 255) : some);
      return Object.fromEntries(Object.entries(logits).map(([name, one]) => [name, argMax(one)]));
    });
    for (const [name, classes] of Object.entries(found)) {
      const all = given.get(name) ?? new Int32Array(n);
      given.set(name, all);
      all.set(await classes.data<'int32'>(), from);
      classes.dispose();
    }
  }
  return Object.fromEntries([...given].map(([name, classes]) => [name, accuracy(classes, labels)]));
}
