import { readVectors, shown, type Store } from '@broadsheet/papers';
import { CodeMatrix } from '@broadsheet/tensor/codes';
import type { Conditions } from '../lexical/conditions.ts';
import type { NearestPapers, NearPaper } from './nearest-papers.ts';
import { takeNearest } from './take-nearest.ts';

/** Papers whose vectors are read in one statement: about 2 MB. */
const block = 8192;
/** How much deeper the next look goes where conditions left too few. */
const deeper = 4;

/**
 * The vectors of one encoder in this process, searched by an exact scan: for 100,000 papers of 256 dimensions about 27 MB, and 8 MB
 * for their ids, read in some milliseconds by one processor (docs/decisions/001-vectors-in-the-embedded-store.md).
 */
export class VectorIndex implements NearestPapers {
  readonly #store: Store;
  readonly #encoderId: number;
  readonly #matrix: CodeMatrix;
  /** Paper of each row, and the other way round. */
  readonly #ids: number[] = [];
  readonly #rows = new Map<number, number>();
  #last = 0;
  #reading: Promise<void> | null = null;

  private constructor(store: Store, encoderId: number, matrix: CodeMatrix) {
    this.#store = store;
    this.#encoderId = encoderId;
    this.#matrix = matrix;
  }

  /** Empty until the first `topUp`. */
  static async create(
    store: Store,
    encoder: { readonly id: number; readonly dimensions: number },
  ): Promise<VectorIndex> {
    return new VectorIndex(store, encoder.id, await CodeMatrix.create(encoder.dimensions));
  }

  get papers(): number {
    return this.#ids.length;
  }

  /** Reads what was written since: new papers are added, papers that were encoded again overwritten. */
  topUp(): Promise<void> {
    this.#reading ??= this.#readOn().finally(() => (this.#reading = null));
    return this.#reading;
  }

  async #readOn(): Promise<void> {
    for (;;) {
      const { paperIds, codes, last } = await readVectors(this.#store, this.#encoderId, this.#last, block);
      paperIds.forEach((id, i) => {
        const { width } = this.#matrix;
        const row = codes.subarray(i * width, (i + 1) * width);
        const known = this.#rows.get(id);
        if (known !== undefined) return this.#matrix.overwrite(known, row);
        this.#rows.set(id, this.#matrix.append(row));
        this.#ids.push(id);
      });
      this.#last = last;
      if (paperIds.length < block) return;
    }
  }

  async nearest(
    queries: Int8Array,
    most: number,
    { where, parameters }: Conditions,
    once = false,
  ): Promise<NearPaper[][]> {
    const holds = new Map<number, boolean>();
    for (let depth = where === 'true' ? most : most * deeper; ; depth *= deeper) {
      const lists = this.#matrix
        .nearest(queries, Math.min(depth, this.papers))
        .map(({ rows, cosines }) =>
          Array.from(rows, (row, i) => ({ id: this.#ids[row] ?? 0, cosine: cosines[i] ?? 0 })).filter(
            ({ cosine }) => cosine > 0,
          ),
        );
      const unknown = new Set(lists.flat().flatMap(({ id }) => (holds.has(id) ? [] : id)));
      // Also without conditions: a paper may have been hidden, or merged into another, since it was read.
      const rows = await this.#store.query<{ id: number }>(
        `select p.id from papers p where p.id = any($1::bigint[]) and ${where} and ${shown}`,
        [[...unknown], ...parameters],
      );
      for (const id of unknown) holds.set(id, false);
      for (const { id } of rows) holds.set(id, true);
      const kept = lists.map((list) => list.filter(({ id }) => holds.get(id) === true));
      const done = kept.every((list, i) => list.length >= most || (lists[i]?.length ?? 0) < depth);
      if (done || once) return kept.map((list) => list.slice(0, most));
    }
  }

  async nearestAmong(queries: Int8Array, most: number, among: readonly number[]): Promise<NearPaper[][]> {
    const { width } = this.#matrix;
    const ids = among.filter((id) => this.#rows.has(id));
    const rows = ids.map((id) => this.#rows.get(id) ?? 0);
    return Array.from({ length: queries.length / width }, (_, i) => {
      const cosines = this.#matrix.cosines(queries.subarray(i * width, (i + 1) * width), rows);
      return takeNearest(
        ids.map((id, at) => ({ id, cosine: cosines[at] ?? 0 })),
        most,
      );
    });
  }

  async codesOf(ids: readonly number[]): Promise<Map<number, Int8Array>> {
    const found = new Map<number, Int8Array>();
    for (const id of ids) {
      const row = this.#rows.get(id);
      if (row !== undefined) found.set(id, this.#matrix.read(row));
    }
    return found;
  }
}
