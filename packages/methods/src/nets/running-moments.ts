import { add, assign, copy, keep, mul, scope, type Tensor } from '@broadsheet/tensor';

export type Moments = {
  /** [channels] */
  readonly mean: Tensor;
  /** [channels] */
  readonly variance: Tensor;
};

/**
 * The running means and variances of a net's batch norms (Ioffe and Szegedy, 2015, section 3.1), by the place of the layer.
 * They move while a net is trained and serve in evaluation; a net that was never trained has none.
 */
export class RunningMoments {
  readonly #byPlace = new Map<string, Moments>();
  /** What remains of the old after each step. */
  readonly decay: number;

  constructor(decay = 0.9) {
    this.decay = decay;
  }

  get(place: string): Moments | undefined {
    return this.#byPlace.get(place);
  }

  set(place: string, moments: Moments): void {
    this.#byPlace.set(place, moments);
  }

  /** The first batch is taken as it is. */
  move(place: string, { mean, variance }: Moments): void {
    const known = this.#byPlace.get(place);
    if (known === undefined) {
      this.#byPlace.set(place, keep({ mean: copy(mean), variance: copy(variance) }));
      return;
    }
    scope(() => {
      const towards = (old: Tensor, batch: Tensor): void =>
        assign(old, add(mul(this.decay, old), mul(1 - this.decay, batch)));
      towards(known.mean, mean);
      towards(known.variance, variance);
    });
  }

  /** As a tree of tensors, for a checkpoint: places have dots, which become a slash. */
  toTree(): Record<string, Moments> {
    return Object.fromEntries(
      [...this.#byPlace].map(([place, moments]) => [place.replaceAll('.', '/'), moments]),
    );
  }

  static fromTree(tree: Readonly<Record<string, Moments>>, decay?: number): RunningMoments {
    const made = new RunningMoments(decay);
    for (const [place, moments] of Object.entries(tree)) made.set(place.replaceAll('/', '.'), moments);
    return made;
  }
}
