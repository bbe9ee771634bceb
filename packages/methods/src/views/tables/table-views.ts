import {
  add,
  gather,
  mul,
  random,
  reshape,
  ShapeError,
  tensor,
  where,
  type Key,
  type Tensor,
} from '@broadsheet/tensor';
import type { MakeViews } from '../batches.ts';
import { draw } from '../draw.ts';

export interface TableViewOptions {
  /** How many views of every row; 2 unless given. */
  readonly views?: number;
  /** The share of columns that are changed in each row, rounded down; 0.6 unless given, as in SCARF. */
  readonly changed?: number;
  /** What becomes of them: the value of another row drawn from all (unless given), or 0. */
  readonly by?: 'other-rows' | 'zero';
  /** Standard deviation of normal noise on every number that is not changed; 0 unless given. */
  readonly noise?: number;
  /** Columns that hold numbers come first; only they have noise. All unless given. */
  readonly numeric?: number;
  /** Whether the first view is the row as it is, as SCARF has it; no unless given. */
  readonly firstAsItIs?: boolean;
}

/**
 * Random views of a table's rows: rows float32 [n, columns]; each view is float32 [count, columns]. In every row some columns
 * are drawn, and each takes the value that a row drawn from the whole table has there, which is a draw from the column's own
 * distribution (SCARF: Bahri et al., 2022, section 3), or 0.
 * @throws RangeError or ShapeError where an option is out of range, or rows are no table.
 */
export function tableViews(rows: Tensor, options: TableViewOptions = {}): MakeViews {
  const [n, columns] = rows.shape as [number, number];
  const {
    views = 2,
    changed = 0.6,
    by = 'other-rows',
    noise = 0,
    firstAsItIs = false,
    numeric = columns,
  } = options;
  if (rows.shape.length !== 2)
    throw new ShapeError(`tableViews takes rows [n, columns], not [${rows.shape.join(', ')}].`);
  if (!Number.isInteger(views) || views < 1)
    throw new RangeError(`tableViews: views is a whole number of at least 1, not ${views}.`);
  if (!(changed >= 0 && changed <= 1))
    throw new RangeError(`tableViews: changed is from 0 to 1, not ${changed}.`);
  if (!(noise >= 0 && noise < Infinity))
    throw new RangeError(`tableViews: noise is at least 0, not ${noise}.`);
  const flat = reshape(rows, [n * columns, 1]);
  const many = Math.floor(changed * columns);
  const oneView = (indices: Tensor, key: Key): Tensor => {
    const count = indices.size;
    const [forHost, forNoise] = random.split(key) as [Key, Key];
    const host = draw(forHost);
    const kept = new Float32Array(count * columns).fill(1);
    const places = new Int32Array(count * columns);
    for (let i = 0; i < count; i++)
      for (const column of host.order(columns).subarray(0, many)) {
        kept[i * columns + column] = 0;
        places[i * columns + column] = by === 'zero' ? -1 : host.below(n) * columns + column;
      }
    let own = gather(rows, indices);
    if (noise > 0) {
      const noisy = Float32Array.from({ length: columns }, (_, column) => (column < numeric ? noise : 0));
      own = add(own, mul(random.normal(forNoise, own.shape), tensor(noisy)));
    }
    const others = reshape(gather(flat, tensor(places)), [count, columns]);
    return where(tensor(kept, [count, columns]), own, others);
  };
  return (indices, key) =>
    Array.from({ length: views }, (_, view) =>
      firstAsItIs && view === 0 ? gather(rows, indices) : oneView(indices, random.fold(key, view)),
    );
}
