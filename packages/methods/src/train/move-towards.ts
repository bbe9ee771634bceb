import { add, assign, EmbeddingTable, leavesOf, mul, scope, type Parameters } from '@broadsheet/tensor';
import { weightsOf } from './adam-w.ts';

/** An EMA teacher's step, in place: target ← m·target + (1 - m)·source, leaf by leaf (Tarvainen and Valpola, 2017). */
export function moveTowards(target: Parameters, source: Parameters, momentum: number): void {
  const from = leavesOf(source);
  leavesOf(target).forEach(([, leaf], i) => {
    const [place, other] = from[i] as (typeof from)[number];
    if (leaf instanceof EmbeddingTable !== other instanceof EmbeddingTable)
      throw new TypeError(`moveTowards: at ${place} one side is a table and the other is not.`);
    scope(() => {
      const old = weightsOf(leaf);
      assign(old, add(mul(momentum, old), mul(1 - momentum, weightsOf(other))));
    });
  });
}
