/** A run, as far as turns go. */
export interface TurnTaker {
  /** Whether nothing more will come of it. */
  readonly over: boolean;
  /** Whether it is ready for a step and has no leave to take one. */
  readonly waiting: boolean;
  /** Steps done. */
  readonly step: number;
  /** While it computes; null before the first step. */
  readonly stepsPerSecond: number | null;
  /** Gives it leave to take steps up to this one. */
  go(until: number): void;
  rest(): void;
  stop(): void;
}

/** How long a turn is meant to be. */
const secondsOfTurn = 2;

/**
 * Lets runs learn: one alone goes through all its steps; two take turns of the same number of steps, one computing while the
 * other rests, so that each has the whole machine to itself and both stand at the same step.
 */
export class Turns {
  #paused = false;
  #upTo = 0;
  readonly #runs: readonly TurnTaker[];

  constructor(runs: readonly TurnTaker[]) {
    this.#runs = runs;
  }

  /** Call it whenever a run has told something. */
  next(): void {
    if (this.#paused) return;
    const going = this.#runs.filter((run) => !run.over);
    if (going.length === 0 || going.some((run) => !run.waiting)) return;
    const [only] = going;
    if (going.length === 1) return only?.go(Infinity);
    const behind = going.find((run) => run.step < this.#upTo);
    if (behind !== undefined) return behind.go(this.#upTo);
    // The first turn is one step each, so that something is to be seen of both at once.
    const slowest = Math.min(...going.map((run) => run.stepsPerSecond ?? 0));
    this.#upTo += Math.max(1, Math.round(slowest * secondsOfTurn));
    only?.go(this.#upTo);
  }

  pause(): void {
    this.#paused = true;
    for (const run of this.#runs) run.rest();
  }

  goOn(): void {
    this.#paused = false;
    this.next();
  }

  stop(): void {
    for (const run of this.#runs) run.stop();
  }
}
