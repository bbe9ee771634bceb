import type { GpuError } from './gpu.ts';

/**
 * What went wrong in commands that nobody waited for. The next who reads a tensor is told of the first one: what it reads,
 * and whatever else was computed since, may be wrong.
 */
export class Failures {
  #first: Error | null = null;
  #lost: Error | null = null;
  readonly #pending = new Set<Promise<void>>();

  note(error: Error): void {
    this.#first ??= error;
  }

  /** Nothing can be computed any more; every read says so from now on. */
  lose(message: string): void {
    this.#lost ??= new Error(message);
  }

  /** Notes what an error scope caught, if it caught something. */
  watch(scope: Promise<GpuError | null>, message: () => string): void {
    const pending = scope.then(
      (error) => {
        this.#pending.delete(pending);
        if (error !== null) this.note(new Error(`${message()} (${firstLine(error.message)})`));
      },
      // Scopes of a lost device are refused; the loss itself is reported.
      () => void this.#pending.delete(pending),
    );
    this.#pending.add(pending);
  }

  /** When everything so far has been looked at. @throws Error the first failure since the last one that was thrown. */
  async settle(): Promise<void> {
    await Promise.all(this.#pending);
    if (this.#lost !== null) throw this.#lost;
    const first = this.#first;
    this.#first = null;
    if (first !== null) throw first;
  }
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}
