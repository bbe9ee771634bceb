import { Tensor } from '../array/tensor.ts';
import { EmbeddingTable } from './embedding-table.ts';
import { SparseRows } from './sparse-rows.ts';

/** Parameters in any structure: a tensor, a table, or arrays and plain objects of them. */
export type Parameters =
  Tensor | EmbeddingTable | readonly Parameters[] | { readonly [name: string]: Parameters };

/** What a gradient with respect to them looks like: the same structure, sparse rows in place of tables. */
export type GradientsOf<P> = P extends Tensor
  ? Tensor
  : P extends EmbeddingTable
    ? SparseRows
    : { readonly [K in keyof P]: GradientsOf<P[K]> };

export type Leaf = Tensor | EmbeddingTable;

/** Every tensor and table with its place (`layers.0.weights`), in a fixed order. */
export function leavesOf(parameters: Parameters): (readonly [place: string, leaf: Leaf])[] {
  return placesIn(parameters, '') as [string, Leaf][];
}

/** Every gradient with its place, in the order of the parameters' leaves. */
export function gradientLeavesOf(
  gradients: object,
): (readonly [place: string, gradient: Tensor | SparseRows])[] {
  return placesIn(gradients, '') as [string, Tensor | SparseRows][];
}

function placesIn(part: unknown, place: string): [place: string, leaf: unknown][] {
  if (part instanceof Tensor || part instanceof EmbeddingTable || part instanceof SparseRows)
    return [[place, part]];
  if (typeof part !== 'object' || part === null)
    throw new TypeError(
      `Parameters are tensors, tables, and arrays or objects of them; at "${place}" is something else.`,
    );
  const inside = place === '' ? '' : `${place}.`;
  return Object.entries(part).flatMap(([name, inner]) => placesIn(inner, `${inside}${name}`));
}

/** The same structure with something in place of every tensor and table, in the order of `leavesOf`. */
export function rebuild(parameters: Parameters, replace: (leaf: Leaf, index: number) => unknown): unknown {
  let index = 0;
  const walk = (part: Parameters): unknown => {
    if (part instanceof Tensor || part instanceof EmbeddingTable) return replace(part, index++);
    if (Array.isArray(part)) return part.map(walk);
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, walk(inner as Parameters)]));
  };
  return walk(parameters);
}
