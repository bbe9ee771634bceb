/** Columns of the factors that are read at a time: three rows of each stay in the first-level cache. */
const depthBlock = 256;
/** Rows of B that are used for all rows of A before the next ones: with `depthBlock` 128 kB, for the second-level cache. */
const rowBlock = 64;

/** A part of an array read as a matrix: entry (i, j) is `data[from + i * stride + j]`. */
export interface Block {
  readonly data: Float64Array;
  readonly from: number;
  readonly stride: number;
}

/**
 * C += sign · A · Bᵀ, for C m × n, A m × depth, B n × depth. `lower`: only entries with i ≥ j need be right; C is then
 * square, and about half of the work is left out.
 *
 * Rows meet rows, so that memory is read in order, and 4 × 4 sums are kept in registers (Golub and Van Loan, Matrix
 * Computations, 4th edition, §1.5.4 on blocking and data reuse).
 */
export function addProduct(
  sign: 1 | -1,
  c: Block,
  a: Block,
  b: Block,
  m: number,
  n: number,
  depth: number,
  lower = false,
): void {
  for (let k = 0; k < depth; k += depthBlock) {
    const span = Math.min(depthBlock, depth - k);
    for (let top = 0; top < n; top += rowBlock) {
      const end = Math.min(top + rowBlock, n);
      for (let i = lower ? top : 0; i < m; i += 4) {
        const columnEnd = lower ? Math.min(end, i + 4) : end;
        for (let j = top; j < columnEnd; j += 4) {
          const height = Math.min(4, m - i);
          const width = Math.min(4, end - j);
          const aFrom = a.from + i * a.stride + k;
          const bFrom = b.from + j * b.stride + k;
          const cFrom = c.from + i * c.stride + j;
          if (height === 4 && width === 4) addTile(sign, c, cFrom, a, aFrom, b, bFrom, span);
          else addEdge(sign, c, cFrom, a, aFrom, b, bFrom, span, height, width);
        }
      }
    }
  }
}

function addTile(
  sign: number,
  c: Block,
  cFrom: number,
  a: Block,
  aFrom: number,
  b: Block,
  bFrom: number,
  span: number,
): void {
  const x = a.data;
  const y = b.data;
  const a1 = aFrom + a.stride;
  const a2 = a1 + a.stride;
  const a3 = a2 + a.stride;
  const b1 = bFrom + b.stride;
  const b2 = b1 + b.stride;
  const b3 = b2 + b.stride;
  let [c00, c01, c02, c03] = [0, 0, 0, 0];
  let [c10, c11, c12, c13] = [0, 0, 0, 0];
  let [c20, c21, c22, c23] = [0, 0, 0, 0];
  let [c30, c31, c32, c33] = [0, 0, 0, 0];
  for (let k = 0; k < span; k++) {
    const p = y[bFrom + k] as number;
    const q = y[b1 + k] as number;
    const r = y[b2 + k] as number;
    const s = y[b3 + k] as number;
    const t = x[aFrom + k] as number;
    c00 += t * p;
    c01 += t * q;
    c02 += t * r;
    c03 += t * s;
    const u = x[a1 + k] as number;
    c10 += u * p;
    c11 += u * q;
    c12 += u * r;
    c13 += u * s;
    const v = x[a2 + k] as number;
    c20 += v * p;
    c21 += v * q;
    c22 += v * r;
    c23 += v * s;
    const w = x[a3 + k] as number;
    c30 += w * p;
    c31 += w * q;
    c32 += w * r;
    c33 += w * s;
  }
  addFour(sign, c, cFrom, c00, c01, c02, c03);
  addFour(sign, c, cFrom + c.stride, c10, c11, c12, c13);
  addFour(sign, c, cFrom + 2 * c.stride, c20, c21, c22, c23);
  addFour(sign, c, cFrom + 3 * c.stride, c30, c31, c32, c33);
}

function addFour(sign: number, c: Block, from: number, p: number, q: number, r: number, s: number): void {
  const z = c.data;
  z[from] = (z[from] as number) + sign * p;
  z[from + 1] = (z[from + 1] as number) + sign * q;
  z[from + 2] = (z[from + 2] as number) + sign * r;
  z[from + 3] = (z[from + 3] as number) + sign * s;
}

/** What a tile does, for the fewer rows or columns at the border. */
function addEdge(
  sign: number,
  c: Block,
  cFrom: number,
  a: Block,
  aFrom: number,
  b: Block,
  bFrom: number,
  span: number,
  height: number,
  width: number,
): void {
  for (let i = 0; i < height; i++)
    for (let j = 0; j < width; j++) {
      const aRow = aFrom + i * a.stride;
      const bRow = bFrom + j * b.stride;
      let sum = 0;
      for (let k = 0; k < span; k++) sum += (a.data[aRow + k] as number) * (b.data[bRow + k] as number);
      const at = cFrom + i * c.stride + j;
      c.data[at] = (c.data[at] as number) + sign * sum;
    }
}
