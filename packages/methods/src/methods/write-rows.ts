import { assign, full, scatterAdd, scope, where, type Tensor } from '@broadsheet/tensor';

/**
 * Writes rows into a table, in place: table [size, width], rows [n, width] of the inputs `indices`, int32 [n], none of them
 * twice. For what a method remembers of every input of a data set.
 */
export function writeRows(table: Tensor, indices: Tensor, rows: Tensor): void {
  scope(() => {
    const size = table.shape[0] as number;
    const written = scatterAdd(full([rows.shape[0] as number, 1], 1), indices, size);
    assign(table, where(written, scatterAdd(rows, indices, size), table));
  });
}
