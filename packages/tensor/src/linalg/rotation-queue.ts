/** Sweeps that are gathered before they are applied: their sines and cosines fill part of the second-level cache. */
const sweepsAtOnce = 24;

/**
 * Plane rotations of neighbouring columns of a matrix, gathered over several sweeps and then applied to four rows at a
 * time: a row is read once for all of them, and within a sweep each entry passes from one rotation to the next in a
 * register. After Van Zee, van de Geijn and Quintana-Ortí, Restructuring the Tridiagonal and Bidiagonal QR Algorithms for
 * Performance (ACM TOMS 40, 2014).
 */
export class RotationQueue {
  readonly #data: Float64Array;
  readonly #rows: number;
  readonly #columns: number;
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;
  /** The first column of each sweep, and where its rotations begin. */
  readonly #firsts = new Int32Array(sweepsAtOnce);
  readonly #begins = new Int32Array(sweepsAtOnce + 1);
  #sweeps = 0;
  #count = 0;

  /** @param data a row-major matrix of rows × columns, changed in place. */
  constructor(data: Float64Array, rows: number, columns: number) {
    this.#data = data;
    this.#rows = rows;
    this.#columns = columns;
    this.#cosines = new Float64Array(sweepsAtOnce * columns);
    this.#sines = new Float64Array(sweepsAtOnce * columns);
  }

  /** A sweep begins with columns `first` and `first + 1`; each rotation that is pushed moves one column on. */
  beginSweep(first: number): void {
    if (this.#sweeps === sweepsAtOnce) this.flush();
    this.#firsts[this.#sweeps] = first;
    this.#sweeps += 1;
    this.#begins[this.#sweeps] = this.#count;
  }

  /** Columns x, y become c · x + s · y and c · y − s · x. */
  push(c: number, s: number): void {
    this.#cosines[this.#count] = c;
    this.#sines[this.#count] = s;
    this.#count += 1;
    this.#begins[this.#sweeps] = this.#count;
  }

  /** Applies what was gathered. */
  flush(): void {
    for (let row = 0; row < this.#rows; row += 4) {
      const height = Math.min(4, this.#rows - row);
      for (let sweep = 0; sweep < this.#sweeps; sweep++) {
        const begin = this.#begins[sweep] as number;
        const end = this.#begins[sweep + 1] as number;
        const at = row * this.#columns + (this.#firsts[sweep] as number);
        if (height === 4) rotateFour(this.#data, at, this.#columns, this.#cosines, this.#sines, begin, end);
        else
          for (let i = 0; i < height; i++)
            rotateOne(this.#data, at + i * this.#columns, this.#cosines, this.#sines, begin, end);
      }
    }
    this.#sweeps = 0;
    this.#count = 0;
  }
}

function rotateFour(
  data: Float64Array,
  at: number,
  stride: number,
  cosines: Float64Array,
  sines: Float64Array,
  begin: number,
  end: number,
): void {
  let p0 = at;
  let p1 = p0 + stride;
  let p2 = p1 + stride;
  let p3 = p2 + stride;
  let x0 = data[p0] as number;
  let x1 = data[p1] as number;
  let x2 = data[p2] as number;
  let x3 = data[p3] as number;
  for (let k = begin; k < end; k++) {
    const c = cosines[k] as number;
    const s = sines[k] as number;
    const y0 = data[p0 + 1] as number;
    const y1 = data[p1 + 1] as number;
    const y2 = data[p2 + 1] as number;
    const y3 = data[p3 + 1] as number;
    data[p0++] = c * x0 + s * y0;
    data[p1++] = c * x1 + s * y1;
    data[p2++] = c * x2 + s * y2;
    data[p3++] = c * x3 + s * y3;
    x0 = c * y0 - s * x0;
    x1 = c * y1 - s * x1;
    x2 = c * y2 - s * x2;
    x3 = c * y3 - s * x3;
  }
  data[p0] = x0;
  data[p1] = x1;
  data[p2] = x2;
  data[p3] = x3;
}

function rotateOne(
  data: Float64Array,
  at: number,
  cosines: Float64Array,
  sines: Float64Array,
  begin: number,
  end: number,
): void {
  let p = at;
  let x = data[p] as number;
  for (let k = begin; k < end; k++) {
    const c = cosines[k] as number;
    const s = sines[k] as number;
    const y = data[p + 1] as number;
    data[p++] = c * x + s * y;
    x = c * y - s * x;
  }
  data[p] = x;
}
