import { sizeOf, type Shape } from '../../array/shape.ts';
import type { Tensor } from '../../array/tensor.ts';
import { tensor } from '../../operations/create.ts';
import { broadcastTo } from '../../operations/sum.ts';
import { laidOut, spreadOut, type Layout } from '../check-gradient.ts';

export interface Numbers {
  /** How they lie in memory. `repeated` steps by 0 along the first axis: all its parts are the same. */
  readonly lies?: Layout | 'repeated';
  /** Applied to numbers between -2 and 2. Exact on every machine, or else the golden file holds on one machine only. */
  readonly map?: (value: number) => number;
  /** Another one gives another order. */
  readonly seed?: number;
}

/** float32 numbers between -2 and 2 without regard to order, none twice, none 0; the same ones on every machine. */
export function numbers(shape: Shape, { lies = 'dense', map = (x) => x, seed = 1 }: Numbers = {}): Tensor {
  const own = lies === 'repeated' ? [1, ...shape.slice(1)] : shape;
  const elements = spreadOut(sizeOf(own), seed).map(map);
  return lies === 'repeated'
    ? broadcastTo(tensor(Float32Array.from(elements), own), shape)
    : laidOut(elements, shape, lies);
}

/** int32 indices. */
export function whole(nested: Parameters<typeof tensor>[0]): Tensor {
  return tensor(nested, undefined, 'int32');
}
