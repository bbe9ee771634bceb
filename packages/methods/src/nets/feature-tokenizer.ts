import {
  add,
  cast,
  concat,
  gather,
  greaterEqual,
  less,
  mul,
  random,
  reshape,
  ShapeError,
  slice,
  tensor,
  where,
  type Key,
  type Tensor,
} from '@broadsheet/tensor';

/** What a row of a table is made of: numeric columns first, then categorical ones, whose values are whole numbers. */
export interface Columns {
  readonly numeric: number;
  /** How many values each categorical column has: they count from 0. */
  readonly categories: readonly number[];
}

export type FeatureTokenizer = {
  /** [numeric, width]: by what each number is multiplied. */
  readonly scales?: Tensor;
  /** [all values of all categorical columns, width]: a row for each value, column after column. */
  readonly values?: Tensor;
  /** [columns, width] */
  readonly shifts: Tensor;
};

/** Evenly distributed within 1/√width, as in the paper's code (Gorishniy et al., 2021, section 3.3). */
export function initFeatureTokenizer(
  key: Key,
  { numeric, categories }: Columns,
  width: number,
): FeatureTokenizer {
  const [one, two, three] = random.split(key, 3) as [Key, Key, Key];
  const reach = 1 / Math.sqrt(width);
  const all = categories.reduce((total, count) => total + count, 0);
  return {
    ...(numeric === 0 ? {} : { scales: random.uniform(one, [numeric, width], -reach, reach) }),
    ...(all === 0 ? {} : { values: random.uniform(two, [all, width], -reach, reach) }),
    shifts: random.uniform(three, [numeric + categories.length, width], -reach, reach),
  };
}

/**
 * Every column of a table as a token (Gorishniy et al., 2021, section 3.3): number·scale + shift, or the value's own row +
 * shift. Rows float32 [n, columns], numbers before categories → [n, columns, width]. A category that its column does not
 * know, such as -1, has the column's shift alone.
 * @throws ShapeError where rows have other columns.
 */
export function tokenizeFeatures(
  { scales, values, shifts }: FeatureTokenizer,
  rows: Tensor,
  { numeric, categories }: Columns,
): Tensor {
  const count = numeric + categories.length;
  if (rows.shape.length !== 2 || rows.shape[1] !== count)
    throw new ShapeError(
      `tokenizeFeatures: rows are [n, ${count}], ${numeric} numbers and ${categories.length} categories, not [${rows.shape.join(', ')}].`,
    );
  const n = rows.shape[0] as number;
  const parts: Tensor[] = [];
  if (scales !== undefined)
    parts.push(mul(reshape(slice(rows, null, [0, numeric]), [n, numeric, 1]), scales));
  if (values !== undefined)
    parts.push(gather(values, placesOf(slice(rows, null, [numeric, count]), categories)));
  return add(parts.length === 1 ? (parts[0] as Tensor) : concat(parts, 1), shifts);
}

/** int32: the rows of `values` that belong to categories, float32 [n, columns]; -1 for unknown ones. */
function placesOf(found: Tensor, categories: readonly number[]): Tensor {
  let before = 0;
  const offsets = categories.map((count) => (before += count) - count);
  const known = mul(greaterEqual(found, 0), less(found, tensor(Float32Array.from(categories))));
  return cast(where(known, add(found, tensor(Float32Array.from(offsets))), -1), 'int32');
}
