import { Tensor } from '../array/tensor.ts';
import { EmbeddingTable } from './embedding-table.ts';
import type { SparseRows } from './sparse-rows.ts';

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
export function leavesOf(parameters: Parameters, place = ''): (readonly [place: string, leaf: Leaf])[] {
  if (parameters instanceof Tensor || parameters instanceof EmbeddingTable) return [[place, parameters]];
  if (typeof parameters !== 'object' || parameters === null)
    throw new TypeError(
      `Parameters are tensors, tables, and arrays or objects of them; at "${place}" is something else.`,
    );
  const inside = place === '' ? '' : `${place}.`;
  return Object.entries(parameters).flatMap(([name, part]) =>
    leavesOf(part as Parameters, `${inside}${name}`),
  );
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
