/** A point of a training's curve. */
export interface CurvePoint {
  readonly step: number;
  /** Mean of the steps since the point before. */
  readonly loss: number;
  readonly rankMe: number;
}

/** More points nobody sees. */
const mostPoints = 40;

/** Loss and RankMe as they went, and what was seen since the last point: a training that goes on draws the same curve. */
export class TrainingCurve {
  readonly points: CurvePoint[];
  readonly #every: number;
  #sum: number;
  #steps: number;

  constructor(
    steps: number,
    { points, sum, steps: summed } = { points: [] as CurvePoint[], sum: 0, steps: 0 },
  ) {
    this.points = points;
    this.#every = Math.max(1, Math.ceil(steps / mostPoints));
    this.#sum = sum;
    this.#steps = summed;
  }

  /** @param rank computes RankMe, which takes a moment, where there is a point. */
  add(step: number, steps: number, loss: number, rank: () => number): void {
    this.#sum += loss;
    this.#steps++;
    if (step % this.#every !== 0 && step !== steps) return;
    this.points.push({ step, loss: this.#sum / this.#steps, rankMe: rank() });
    this.#sum = 0;
    this.#steps = 0;
  }

  toJSON(): { points: CurvePoint[]; sum: number; steps: number } {
    return { points: this.points, sum: this.#sum, steps: this.#steps };
  }
}
