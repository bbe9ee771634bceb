import { copy } from './operations/shape.ts';
import { EmbeddingTable } from './tape/embedding-table.ts';
import { rebuild, type Parameters } from './tape/parameters.ts';

/** The same parameters in memory of their own: a teacher, or the state before some steps. */
export function copyParameters<P extends Parameters>(parameters: P): P {
  return rebuild(parameters, (leaf) =>
    leaf instanceof EmbeddingTable ? new EmbeddingTable(copy(leaf.weights)) : copy(leaf),
  ) as P;
}
