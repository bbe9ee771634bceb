import { show, ShapeError } from './array/shape.ts';
import type { Tensor } from './array/tensor.ts';
import { tensor } from './operations/create.ts';
import { readSafetensors, SafetensorsError, type SafetensorsTensor } from './safetensors/index.ts';
import { EmbeddingTable } from './tape/embedding-table.ts';
import { leavesOf, rebuild, type Parameters } from './tape/parameters.ts';

/**
 * New parameters from the bytes of a safetensors file, in the structure, shapes and kinds of `like`, which stays as it is:
 * a model just initialised will do. Tensors are found by their places, as `saveParameters` wrote them.
 * @throws SafetensorsError where the bytes are no such file, lack a tensor or hold one more.
 * @throws ShapeError where a tensor has another shape or kind of elements.
 */
export function loadParameters<P extends Parameters>(bytes: Uint8Array, like: P): P {
  const { tensors } = readSafetensors(bytes);
  const leaves = leavesOf(like);
  const places = new Set(leaves.map(([place]) => place));
  const missing = leaves.find(([place]) => !tensors.has(place));
  const extra = [...tensors.keys()].find((name) => !places.has(name));
  if (missing !== undefined || extra !== undefined)
    throw new SafetensorsError(
      missing === undefined
        ? `loadParameters: the file holds "${String(extra)}", for which the parameters have no place.`
        : `loadParameters: the file has no tensor "${missing[0]}".` +
            (extra === undefined ? '' : ` It holds "${extra}", for which the parameters have no place.`),
    );
  // Everything is looked at before anything is made.
  const found = leaves.map(([place, leaf]) => {
    const wanted = leaf instanceof EmbeddingTable ? leaf.weights : leaf;
    const stored = tensors.get(place) as SafetensorsTensor;
    expectAlike(place, stored, wanted);
    return stored;
  });
  return rebuild(like, (leaf, i) => {
    const { data, shape } = found[i] as Extract<SafetensorsTensor, { dtype: Tensor['dtype'] }>;
    const made = tensor(data, shape);
    return leaf instanceof EmbeddingTable ? new EmbeddingTable(made) : made;
  }) as P;
}

function expectAlike(place: string, stored: SafetensorsTensor, wanted: Tensor): void {
  const is = `${stored.dtype} ${show(stored.shape)}`;
  const should = `${wanted.dtype} ${show(wanted.shape)}`;
  if (is !== should)
    throw new ShapeError(`loadParameters: "${place}" is ${is} in the file and ${should} in the parameters.`);
}
