/** Rows with the largest scores so far: a heap whose root is the worst of them. */
export class BestRows {
  readonly #most: number;
  readonly #scores: number[] = [];
  readonly #rows: number[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes rows in growing order, so that of equal ones the earlier stay. */
  offer(first: number, scores: Float64Array): void {
    const most = this.#most;
    let least = this.#rows.length < most ? -Infinity : (this.#scores[0] as number);
    for (let i = 0; i < scores.length; i++) {
      const score = scores[i] as number;
      if (score <= least) continue;
      if (this.#rows.length < most) this.#rise(score, first + i);
      else this.#sink(score, first + i);
      if (this.#rows.length >= most) least = this.#scores[0] as number;
    }
  }

  /** The best first; of equal ones the earlier row. */
  sorted(): { readonly rows: Int32Array; readonly scores: Float64Array } {
    const order = Array.from(this.#rows, (_, i) => i).sort((a, b) =>
      this.#worse(this.#scores[a] as number, this.#rows[a] as number, b) ? 1 : -1,
    );
    return {
      rows: Int32Array.from(order, (i) => this.#rows[i] as number),
      scores: Float64Array.from(order, (i) => this.#scores[i] as number),
    };
  }

  #rise(score: number, row: number): void {
    let at = this.#rows.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#worse(score, row, parent)) break;
      this.#put(at, parent);
      at = parent;
    }
    this.#scores[at] = score;
    this.#rows[at] = row;
  }

  #sink(score: number, row: number): void {
    const count = this.#rows.length;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= count) break;
      const other = child + 1;
      if (other < count && this.#worse(this.#scores[other] as number, this.#rows[other] as number, child))
        child = other;
      if (this.#worse(score, row, child)) break;
      this.#put(at, child);
      at = child;
    }
    this.#scores[at] = score;
    this.#rows[at] = row;
  }

  #put(at: number, from: number): void {
    this.#scores[at] = this.#scores[from] as number;
    this.#rows[at] = this.#rows[from] as number;
  }

  #worse(score: number, row: number, than: number): boolean {
    const other = this.#scores[than] as number;
    return score < other || (score === other && row > (this.#rows[than] as number));
  }
}
