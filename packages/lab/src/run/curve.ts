import type { StepReport } from '@broadsheet/methods';

/** Some steps of a curve together. */
export interface CurvePoint {
  /** The last of them. */
  readonly step: number;
  /** Mean over them. */
  readonly loss: number;
  /** At the last of them. */
  readonly learningRate: number;
  /** Means over them. */
  readonly readings: Readonly<Record<string, number>>;
}

/** A curve in the making, as plain JSON. */
export interface CurveState {
  readonly points: readonly CurvePoint[];
  readonly count: number;
  readonly loss: number;
  readonly readings: Readonly<Record<string, number>>;
}

/** Points of a whole curve, at most. */
const most = 300;

/**
 * Thins what happens at every step to at most 300 points, each the mean of the steps since the one before: jumps that would
 * fall between chosen steps are seen. Its state goes into a checkpoint, so that a run that goes on draws the same curve.
 */
export class Curve {
  readonly #every: number;
  readonly #points: CurvePoint[];
  #count: number;
  #loss: number;
  #readings: Record<string, number>;

  /** @param steps how many there will be. */
  constructor(steps: number, state: CurveState = { points: [], count: 0, loss: 0, readings: {} }) {
    this.#every = Math.max(1, Math.ceil(steps / most));
    this.#points = [...state.points];
    this.#count = state.count;
    this.#loss = state.loss;
    this.#readings = { ...state.readings };
  }

  get points(): readonly CurvePoint[] {
    return this.#points;
  }

  get state(): CurveState {
    return { points: this.#points, count: this.#count, loss: this.#loss, readings: this.#readings };
  }

  add({ step, steps, loss, learningRate, readings }: StepReport): void {
    this.#count += 1;
    this.#loss += loss;
    for (const [name, value] of Object.entries(readings))
      this.#readings[name] = (this.#readings[name] ?? 0) + value;
    if (step % this.#every !== 0 && step !== steps) return;
    this.#points.push({
      step,
      loss: this.#loss / this.#count,
      learningRate,
      readings: Object.fromEntries(
        Object.entries(this.#readings).map(([name, total]) => [name, total / this.#count]),
      ),
    });
    this.#count = 0;
    this.#loss = 0;
    this.#readings = {};
  }
}
