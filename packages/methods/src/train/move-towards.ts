import {
  add,
  assign,
  EmbeddingTable,
  leavesOf,
  mul,
  scope,
  ShapeError,
  type Parameters,
} from '@broadsheet/tensor';
import { weightsOf } from './adam-w.ts';

/**
 * An EMA teacher's step, in place: target ← m·target + (1 - m)·source, leaf by leaf (Tarvainen and Valpola, 2017).
 * @throws ShapeError or TypeError where the two differ in structure, before anything has moved.
 */
export function moveTowards(target: Parameters, source: Parameters, momentum: number): void {
  const [to, from] = [leavesOf(target), leavesOf(source)];
  if (to.length !== from.length)
    throw new ShapeError(
      `moveTowards: the target has ${to.length} leaves, and the source has ${from.length}.`,
    );
  const pairs = to.map(([place, leaf], i) => {
    const [, other] = from[i] as (typeof from)[number];
    if (leaf instanceof EmbeddingTable !== other instanceof EmbeddingTable)
      throw new TypeError(`moveTowards: at ${place} one side is a table and the other is not.`);
    const [old, towards] = [weightsOf(leaf), weightsOf(other)];
    if (String(old.shape) !== String(towards.shape))
      throw new ShapeError(
        `moveTowards: ${place} is [${old.shape.join(', ')}] in the target and [${towards.shape.join(', ')}] in the source.`,
      );
    return [old, towards] as const;
  });
  for (const [old, towards] of pairs)
    scope(() => assign(old, add(mul(momentum, old), mul(1 - momentum, towards))));
}
