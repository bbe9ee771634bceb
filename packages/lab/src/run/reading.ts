import { ShapeError, tensor, type Shape, type Tensor } from '@broadsheet/tensor';
import { z } from 'zod';
import type { DataSet, Inputs } from '../data/data-set.ts';
import { fitImages } from '../data/fit-images.ts';
import { oneHot } from '../data/one-hot.ts';
import { oneHotWidth } from '../data/table-columns.ts';

const tableColumn = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('numeric'), name: z.string(), mean: z.number(), deviation: z.number() }),
  z.object({ kind: z.literal('categorical'), name: z.string(), categories: z.array(z.string()) }),
]);

/**
 * How inputs become tensors, as plain JSON: it goes with an encoder into its file, so that other inputs of the kind are read
 * in the same way.
 */
export const reading = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('images'), shape: z.tuple([z.int(), z.int(), z.int()]) }),
  z.object({ kind: z.literal('table'), columns: z.array(tableColumn) }),
]);

export type Reading = z.infer<typeof reading>;

/** How this data set's inputs are read, by its learning part. */
export function readingOf({ train }: DataSet): Reading {
  const { inputs } = train;
  switch (inputs.kind) {
    case 'images':
      return { kind: 'images', shape: [...inputs.shape] };
    case 'table':
      return { kind: 'table', columns: inputs.columns.map((column) => ({ ...column }) as never) };
    case 'texts':
      throw new RangeError('There is no encoder of texts yet.');
  }
}

/** One input's shape, without the batch's axis. */
export function takesOf(how: Reading): Shape {
  return how.kind === 'images' ? how.shape : [oneHotWidth(how.columns)];
}

/**
 * Inputs as a tensor [n, ...takes]: pixels uint8, a table's numbers and categories (a 1 in the category's place) float32.
 * Images of another size or other channels are brought to the encoder's.
 * @throws ShapeError where they are of another kind.
 */
export function toTensor(how: Reading, inputs: Inputs): Tensor {
  if (how.kind === 'images' && inputs.kind === 'images') {
    const { pixels } = fitImages(inputs, how.shape);
    const size = how.shape.reduce((product, axis) => product * axis, 1);
    return tensor(pixels, [pixels.length / size, ...how.shape]);
  }
  if (how.kind === 'table' && inputs.kind === 'table') {
    const width = oneHotWidth(how.columns);
    const rows = oneHot(inputs);
    if (oneHotWidth(inputs.columns) !== width)
      throw new ShapeError(
        `The encoder reads rows of ${width} numbers, and these have ${oneHotWidth(inputs.columns)}.`,
      );
    return tensor(rows, [rows.length / width, width]);
  }
  throw new ShapeError(`The encoder reads ${how.kind}, and these data are ${inputs.kind}.`);
}
