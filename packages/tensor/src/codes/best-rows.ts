/** Rows with the largest products so far: a heap whose root is the worst of them. */
export class BestRows {
  readonly #most: number;
  readonly #dots: number[] = [];
  readonly #rows: number[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes rows in growing order, so that of equal ones the earlier stay. */
  offer(first: number, dots: Int32Array): void {
    const most = this.#most;
    let least = this.#rows.length < most ? -Infinity : (this.#dots[0] as number);
    for (let i = 0; i < dots.length; i++) {
      const dot = dots[i] as number;
      if (dot <= least) continue;
      if (this.#rows.length < most) this.#rise(dot, first + i);
      else this.#sink(dot, first + i);
      if (this.#rows.length >= most) least = this.#dots[0] as number;
    }
  }

  /** The best first; of equal ones the earlier row. */
  sorted(): { readonly rows: Int32Array; readonly dots: Int32Array } {
    const order = Array.from(this.#rows, (_, i) => i).sort((a, b) =>
      this.#worse(this.#dots[a] as number, this.#rows[a] as number, b) ? 1 : -1,
    );
    return {
      rows: Int32Array.from(order, (i) => this.#rows[i] as number),
      dots: Int32Array.from(order, (i) => this.#dots[i] as number),
    };
  }

  #rise(dot: number, row: number): void {
    let at = this.#rows.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#worse(dot, row, parent)) break;
      this.#put(at, parent);
      at = parent;
    }
    this.#dots[at] = dot;
    this.#rows[at] = row;
  }

  #sink(dot: number, row: number): void {
    const count = this.#rows.length;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= count) break;
      const other = child + 1;
      if (other < count && this.#worse(this.#dots[other] as number, this.#rows[other] as number, child))
        child = other;
      if (this.#worse(dot, row, child)) break;
      this.#put(at, child);
      at = child;
    }
    this.#dots[at] = dot;
    this.#rows[at] = row;
  }

  #put(at: number, from: number): void {
    this.#dots[at] = this.#dots[from] as number;
    this.#rows[at] = this.#rows[from] as number;
  }

  #worse(dot: number, row: number, than: number): boolean {
    const other = this.#dots[than] as number;
    return dot < other || (dot === other && row > (this.#rows[than] as number));
  }
}
