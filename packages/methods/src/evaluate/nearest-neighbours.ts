import { matmul, normalize, scope, slice, tensor, transpose } from '@broadsheet/tensor';
import type { Features } from './features.ts';

export interface Neighbours {
  readonly k: number;
  /** int32 [n, k]: rows of what was searched, the most alike first; of equally alike ones the first. */
  readonly indices: Int32Array;
  /** [n, k]: cosines of the angles, from -1 to 1. */
  readonly similarities: Float32Array;
}

export interface NeighbourOptions {
  readonly k: number;
  /** Row i of what is searched is not a neighbour of query i: where a set is searched with itself. */
  readonly leaveOutSelf?: boolean;
}

/** Queries whose similarities are in memory at once. */
const part = 256;

/**
 * For every query the k rows with the greatest cosine similarity, all compared with all: features [n, width] and [m, width].
 * @throws RangeError where widths differ or there are fewer than k to find.
 */
export async function nearestNeighbours(
  queries: Features,
  among: Features,
  { k, leaveOutSelf = false }: NeighbourOptions,
): Promise<Neighbours> {
  const { n, width } = queries;
  if (among.width !== width)
    throw new RangeError(
      `nearestNeighbours: queries of width ${width} among features of width ${among.width}.`,
    );
  const there = among.n - (leaveOutSelf ? 1 : 0);
  if (!Number.isInteger(k) || k < 1 || k > there)
    throw new RangeError(
      `nearestNeighbours: k is a whole number from 1 to the ${there} that are there, not ${k}.`,
    );
  const [keys, all] = scope(() => [
    normalize(tensor(among.values, [among.n, width])),
    normalize(tensor(queries.values, [n, width])),
  ]) as [ReturnType<typeof tensor>, ReturnType<typeof tensor>];
  const indices = new Int32Array(n * k);
  const similarities = new Float32Array(n * k);
  try {
    for (let from = 0; from < n; from += part) {
      const found = scope(() => matmul(slice(all, [from, Math.min(n, from + part)]), transpose(keys)));
      const rows = await found.data();
      found.dispose();
      for (let i = 0; i < rows.length / among.n; i++) {
        const row = rows.subarray(i * among.n, (i + 1) * among.n);
        if (leaveOutSelf) row[from + i] = -Infinity;
        const best = mostAlike(row, k);
        indices.set(best, (from + i) * k);
        best.forEach((j, place) => (similarities[(from + i) * k + place] = row[j] as number));
      }
    }
  } finally {
    keys.dispose();
    all.dispose();
  }
  return { k, indices, similarities };
}

/** Indices of the k greatest, the greatest first, by a heap whose root is the least of those that are kept. */
function mostAlike(row: Float32Array, k: number): Int32Array {
  const heap = Int32Array.from({ length: k }, (_, i) => i);
  /** Whether i is to be dropped before j: less alike, or later where both are the same. */
  const before = (i: number, j: number): boolean => {
    const [a, b] = [row[i] as number, row[j] as number];
    return a < b || (a === b && i > j);
  };
  const sink = (at: number, size: number): void => {
    for (;;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < size && before(heap[child] as number, heap[least] as number)) least = child;
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least] as number, heap[at] as number];
      at = least;
    }
  };
  for (let at = (k >> 1) - 1; at >= 0; at--) sink(at, k);
  let bar = row[heap[0] as number] as number;
  for (let i = k; i < row.length; i++) {
    if ((row[i] as number) <= bar) continue;
    heap[0] = i;
    sink(0, k);
    bar = row[heap[0]] as number;
  }
  for (let size = k - 1; size > 0; size--) {
    [heap[0], heap[size]] = [heap[size] as number, heap[0] as number];
    sink(0, size);
  }
  return heap;
}
