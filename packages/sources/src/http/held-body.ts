/**
 * A body of which the beginning is held in memory while the rest may still come in.
 *
 * A body that came in whole can be read any number of times; one that is still coming only once, and what was read of
 * it is not kept.
 */
export class HeldBody {
  readonly #rest: AsyncGenerator<Uint8Array, void>;
  readonly #onPiece: () => Promise<void>;
  readonly #onEnd: (failure: unknown) => Promise<void>;
  readonly #held: Uint8Array[] = [];
  #size = 0;
  #ended = false;
  #failure: unknown = null;
  #mode: 'whole' | 'once' | 'taken' = 'once';

  /**
   * @param onPiece After each piece that comes in.
   * @param onEnd Once: when the last piece came (null), it failed, or its reader left it (null).
   */
  constructor(
    rest: AsyncGenerator<Uint8Array, void>,
    onPiece: () => Promise<void>,
    onEnd: (failure: unknown) => Promise<void>,
  ) {
    this.#rest = rest;
    this.#onPiece = onPiece;
    this.#onEnd = onEnd;
  }

  /** Nothing more will come in. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Takes in so many bytes, or all. @throws what the body throws. */
  async readAhead(bytes: number): Promise<void> {
    while (!this.#ended && this.#size < bytes) await this.#pull();
    if (this.#failure !== null) throw this.#failure;
    if (this.#ended) this.#mode = 'whole';
  }

  /** Takes in all that is still to come, so that the connection is free. A failure is told to the reader later. */
  async drain(): Promise<void> {
    while (!this.#ended) await this.#pull();
  }

  /** Ends it where it is. */
  async leave(): Promise<void> {
    if (this.#ended) return;
    await this.#rest.return().catch(() => {});
    await this.#end(null);
  }

  /** The first bytes of what is held. */
  head(bytes: number): Uint8Array {
    const pieces: Uint8Array[] = [];
    for (let at = 0, size = 0; at < this.#held.length && size < bytes; at++) {
      const piece = this.#held[at] ?? new Uint8Array();
      pieces.push(piece);
      size += piece.length;
    }
    return Buffer.concat(pieces).subarray(0, bytes);
  }

  async *bytes(): AsyncGenerator<Uint8Array, void> {
    if (this.#mode === 'whole') {
      yield* this.#held;
      return;
    }
    if (this.#mode === 'taken') throw new Error('This answer came in piece by piece and was read already.');
    this.#mode = 'taken';
    try {
      for (;;) {
        for (let piece = this.#held.shift(); piece !== undefined; piece = this.#held.shift()) yield piece;
        if (this.#failure !== null) throw this.#failure;
        if (this.#ended) return;
        await this.#pull();
      }
    } finally {
      await this.leave();
    }
  }

  /** A generator answers one call after the other, so a reader and `drain` may pull at once. */
  async #pull(): Promise<void> {
    let next;
    try {
      next = await this.#rest.next();
    } catch (error) {
      return this.#end(error);
    }
    if (next.done) return this.#end(null);
    this.#held.push(next.value);
    this.#size += next.value.length;
    await this.#onPiece();
  }

  async #end(failure: unknown): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = failure;
    await this.#onEnd(failure);
  }
}
