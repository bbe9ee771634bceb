import type { Columns, Net } from '@broadsheet/methods';
import { cast, concat, oneHot, reshape, slice, type Parameters, type Tensor } from '@broadsheet/tensor';

/**
 * A net of plain numbers as a net of a table's rows: rows float32 [n, columns], numbers before categories as their codes;
 * each category becomes as many numbers as its column has, all 0 but one.
 */
export function oneHotColumns<P extends Parameters>(
  { numeric, categories }: Columns,
  make: (takes: readonly [number]) => Net<P>,
): Net<P> {
  const inner = make([numeric + categories.reduce((sum, count) => sum + count, 0)]);
  const columns = numeric + categories.length;
  return {
    takes: [columns],
    gives: inner.gives,
    init: (key) => inner.init(key),
    run(parameters, rows, pass): Tensor {
      if (categories.length === 0) return inner.run(parameters, rows, pass);
      const n = rows.shape[0] as number;
      const parts = categories.map((count, c) => {
        const codes = cast(reshape(slice(rows, null, [numeric + c, numeric + c + 1]), [n]), 'int32');
        return oneHot(codes, count);
      });
      const numbers = numeric === 0 ? [] : [slice(rows, null, [0, numeric])];
      return inner.run(parameters, concat([...numbers, ...parts], 1), pass);
    },
  };
}
