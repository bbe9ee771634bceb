import type { KernelFunction } from '../backends/wasm/jobs.ts';
import { instantiate, loadBuild } from '../backends/wasm/load-kernels.ts';
import { webAssembly, type Memory, type Module } from '../backends/wasm/webassembly.ts';
import { BestRows } from './best-rows.ts';

/** The rows nearest to a query, the nearest first; of equally near ones the earlier. */
export interface NearestRows {
  readonly rows: Int32Array;
  /** Their cosines with the query. */
  readonly cosines: Float64Array;
}

const pageBytes = 65_536;
const mostPages = 65_536;
/** Products of int8 add up to an int32 without overflow for as many. */
const mostColumns = 65_536;
/** Queries that are multiplied with a row while it is at hand. */
const together = 4;
/** Rows whose products are looked through at once: they stay in the second-level cache. */
const blockRows = 16_384;

let compiled: Promise<Module> | undefined;

/**
 * Rows of int8 numbers that are held ready to be searched: the codes of many vectors, [rows, width], in a WebAssembly memory
 * of their own, outside of the tape and apart from `start()`. Rows are added and overwritten in place; a search reads them
 * where they lie. Only directions count, so that every row may have a scale of its own. Products are exact, and the answers the same
 * on every machine.
 *
 * ```ts
 * const matrix = await CodeMatrix.create(256);
 * matrix.append(codes); // int8 [n, 256]
 * const [nearest] = matrix.nearest(query, 10); // int8 [1, 256]
 * ```
 */
export class CodeMatrix {
  /** Numbers in a row. */
  readonly width: number;
  readonly #memory: Memory;
  readonly #scan: KernelFunction;
  /** `width` up to a multiple of 8; the numbers behind are zero. */
  readonly #stride: number;
  readonly #queriesAt: number;
  readonly #dotsAt: number;
  readonly #codesAt: number;
  #rows = 0;
  /** 1 / norm of each row; 0 of a row of zeros, which is near to nothing. Longer than there are rows. */
  #scales = new Float64Array(1024);

  private constructor(width: number, module: Module) {
    this.width = width;
    this.#stride = Math.ceil(width / 8) * 8;
    // The kernel's own numbers lie in the first page.
    this.#queriesAt = pageBytes;
    this.#dotsAt = aligned(this.#queriesAt + together * this.#stride * 2);
    this.#codesAt = aligned(this.#dotsAt + together * blockRows * 4);
    const initial = Math.ceil(this.#codesAt / pageBytes);
    this.#memory = new webAssembly.Memory({ initial, maximum: mostPages, shared: false });
    this.#scan = instantiate([module], this.#memory)['scanCodes'] as KernelFunction;
  }

  /**
   * An empty matrix. @param width numbers in a row, 1 to 65,536.
   * @throws RangeError where there are fewer or more.
   */
  static async create(width: number): Promise<CodeMatrix> {
    if (!Number.isInteger(width) || width < 1 || width > mostColumns)
      throw new RangeError(`A row of codes has 1 to ${mostColumns} numbers, not ${width}.`);
    compiled ??= loadBuild('codes', false);
    return new CodeMatrix(width, await compiled);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Memory that is taken, in bytes: `width` for each row and 8 for its norm, an eighth more at most, and half a megabyte. */
  get bytes(): number {
    return this.#memory.buffer.byteLength + this.#scales.byteLength;
  }

  /**
   * Adds rows behind the last. @param codes int8 [n, width] @returns the number of the first
   * @throws RangeError where they are no whole rows, or memory (4 GiB) is at its end.
   */
  append(codes: Int8Array): number {
    const count = this.#count(codes, 'codes');
    const first = this.#rows;
    this.#reserve(first + count);
    this.#rows += count;
    this.#write(first, codes, count);
    return first;
  }

  /**
   * Puts other numbers in the place of rows that are there. @param codes int8 [n, width], from row `first` on
   * @throws RangeError where not all of these rows are there.
   */
  overwrite(first: number, codes: Int8Array): void {
    const count = this.#count(codes, 'codes');
    this.#check(first, count);
    this.#write(first, codes, count);
  }

  /** A row's numbers, int8 [width]. @throws RangeError where there is none. */
  read(row: number): Int8Array {
    this.#check(row, 1);
    return new Int8Array(this.#memory.buffer, this.#codesAt + row * this.#stride, this.width).slice();
  }

  /** The dot products of queries with all rows, int32 [n, rows]. @param queries int8 [n, width] */
  dots(queries: Int8Array): Int32Array {
    const all = new Int32Array(this.#count(queries, 'queries') * this.#rows);
    this.#forBlocks(queries, (query, first, dots) => all.set(dots, query * this.#rows + first));
    return all;
  }

  /** The cosines of one query with some rows, in their order. @param query int8 [1, width] */
  cosines(query: Int8Array, rows: readonly number[]): Float64Array {
    if (this.#count(query, 'query') !== 1)
      throw new RangeError(`query: ${query.length} numbers are not one row of ${this.width}.`);
    this.#putQueries(query, 0, 1);
    const place = new Int32Array(this.#memory.buffer, this.#dotsAt, 1);
    const scale = scaleOf(query);
    return Float64Array.from(rows, (row) => {
      this.#check(row, 1);
      this.#scan(this.#codesAt + row * this.#stride, 1, this.#stride, this.#queriesAt, 1, this.#dotsAt);
      return within((place[0] as number) * scale * (this.#scales[row] as number));
    });
  }

  /**
   * For each query the `most` rows with the largest cosines. Reads every row.
   * @param queries int8 [n, width]
   * @throws RangeError where these are no whole rows or `most` is no whole number from 0 on.
   */
  nearest(queries: Int8Array, most: number): NearestRows[] {
    if (!Number.isInteger(most) || most < 0)
      throw new RangeError(`The nearest 0, 1, 2, … rows can be asked for, not ${most}.`);
    const { width } = this;
    const best = Array.from({ length: this.#count(queries, 'queries') }, (_, i) => ({
      rows: new BestRows(most),
      scale: scaleOf(queries.subarray(i * width, (i + 1) * width)),
    }));
    const cosines = new Float64Array(Math.min(blockRows, this.#rows));
    if (most > 0)
      this.#forBlocks(queries, (query, first, dots) => {
        const { rows, scale } = best[query] as (typeof best)[number];
        for (let i = 0; i < dots.length; i++)
          cosines[i] = (dots[i] as number) * scale * (this.#scales[first + i] as number);
        rows.offer(first, cosines.subarray(0, dots.length));
      });
    return best.map(({ rows }) => {
      const { rows: nearest, scores } = rows.sorted();
      return { rows: nearest, cosines: scores.map(within) };
    });
  }

  #forBlocks(queries: Int8Array, take: (query: number, first: number, dots: Int32Array) => void): void {
    const count = this.#count(queries, 'queries');
    const { buffer } = this.#memory;
    for (let first = 0; first < this.#rows; first += blockRows) {
      const rows = Math.min(blockRows, this.#rows - first);
      for (let query = 0; query < count; query += together) {
        const few = Math.min(together, count - query);
        // Anew for every block where there are more than four: one block of rows is then read from the cache for all.
        if (first === 0 || count > together) this.#putQueries(queries, query, few);
        this.#scan(
          this.#codesAt + first * this.#stride,
          rows,
          this.#stride,
          this.#queriesAt,
          few,
          this.#dotsAt,
        );
        for (let i = 0; i < few; i++)
          take(query + i, first, new Int32Array(buffer, this.#dotsAt + i * rows * 4, rows));
      }
    }
  }

  #putQueries(queries: Int8Array, first: number, count: number): void {
    const { width } = this;
    for (let i = 0; i < count; i++) {
      const place = new Int16Array(this.#memory.buffer, this.#queriesAt + i * this.#stride * 2, this.#stride);
      place.set(queries.subarray((first + i) * width, (first + i + 1) * width));
      place.fill(0, width);
    }
  }

  #write(first: number, codes: Int8Array, count: number): void {
    const { width } = this;
    const place = new Int8Array(
      this.#memory.buffer,
      this.#codesAt + first * this.#stride,
      count * this.#stride,
    );
    if (width === this.#stride) place.set(codes);
    else
      for (let i = 0; i < count; i++) place.set(codes.subarray(i * width, (i + 1) * width), i * this.#stride);
    for (let i = 0; i < count; i++)
      this.#scales[first + i] = scaleOf(codes.subarray(i * width, (i + 1) * width));
  }

  /** Grows by an eighth of what there is, so that growing is rare. */
  #reserve(rows: number): void {
    if (rows > this.#scales.length) {
      const more = new Float64Array(rows + (rows >> 3));
      more.set(this.#scales);
      this.#scales = more;
    }
    const there = this.#memory.buffer.byteLength / pageBytes;
    const needed = Math.ceil((this.#codesAt + rows * this.#stride) / pageBytes);
    if (needed <= there) return;
    if (needed > mostPages) throw new RangeError(`${rows} rows of ${this.width} codes are more than 4 GiB.`);
    try {
      this.#memory.grow(Math.min(Math.max(needed, there + (there >> 3)), mostPages) - there);
    } catch {
      throw new RangeError(`The machine has no memory left for ${rows} rows of ${this.width} codes.`);
    }
  }

  #count(numbers: Int8Array, what: string): number {
    const count = numbers.length / this.width;
    if (!Number.isInteger(count))
      throw new RangeError(`${what}: ${numbers.length} numbers are no whole rows of ${this.width}.`);
    return count;
  }

  #check(first: number, count: number): void {
    if (!Number.isInteger(first) || first < 0 || first + count > this.#rows)
      throw new RangeError(
        `Rows ${first} to ${first + count - 1} were asked for; there are ${this.#rows}, from 0 on.`,
      );
  }
}

/** 1 / norm; 0 of zeros. */
function scaleOf(codes: Int8Array): number {
  let sum = 0;
  for (let i = 0; i < codes.length; i++) sum += (codes[i] as number) ** 2;
  return sum === 0 ? 0 : 1 / Math.sqrt(sum);
}

/** Rounding may lead out of the range of cosines by the last bit. */
function within(cosine: number): number {
  return Math.max(-1, Math.min(1, cosine));
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}
