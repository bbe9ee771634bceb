/** The learning rate at a step, which counts from 1. */
export type Schedule = (step: number) => number;

export interface CosineOptions {
  readonly peak: number;
  readonly steps: number;
  /** Steps in which the rate rises evenly to the peak. */
  readonly warmUp?: number;
  /** Where it ends. */
  readonly end?: number;
}

/** A linear warm-up (Goyal et al., 2017), then half a cosine down (Loshchilov and Hutter, 2017, equation 5, without restarts). */
export function warmUpCosine({ peak, steps, warmUp = 0, end = 0 }: CosineOptions): Schedule {
  return (step) => {
    if (step <= warmUp) return (peak * step) / warmUp;
    const done = Math.min(1, (step - warmUp) / Math.max(1, steps - warmUp));
    return end + ((peak - end) * (1 + Math.cos(Math.PI * done))) / 2;
  };
}

export interface InfiniteOptions {
  readonly peak: number;
  readonly constant: number;
  readonly end: number;
  /** The lengths of the first two branches, in steps. */
  readonly warmUp: number;
  readonly cooldown: number;
  /** When the last branch begins and how long it is; without it the constant rate goes on for ever. */
  readonly annealing?: { readonly from: number; readonly steps: number };
}

/**
 * The infinite schedule (Singh et al., 2025, "Beyond Cosine Decay"): warm-up to the peak, cooldown by a cosine to a constant
 * rate that can go on as long as data come, and exponential annealing only where a model is to be taken out. A later branch
 * may start again from any point of the constant one.
 * @throws RangeError where annealing is to begin before the constant rate is reached, or rates are not above 0.
 */
export function infinite(options: InfiniteOptions): Schedule {
  const { peak, constant, end, warmUp, cooldown, annealing } = options;
  if (!(peak > 0 && constant > 0 && end > 0))
    throw new RangeError(`infinite: rates are above 0, not ${peak}, ${constant} and ${end}.`);
  if (annealing !== undefined && annealing.from < warmUp + cooldown)
    throw new RangeError(
      `infinite: annealing begins in the constant branch, from step ${warmUp + cooldown} on, not at ${annealing.from}.`,
    );
  return (step) => {
    if (step <= warmUp) return (peak * step) / warmUp;
    if (annealing !== undefined && step > annealing.from) {
      const done = Math.min(1, (step - annealing.from) / annealing.steps);
      return constant * (end / constant) ** done;
    }
    const cooled = Math.min(1, (step - warmUp) / cooldown);
    return constant + ((peak - constant) * (1 + Math.cos(Math.PI * cooled))) / 2;
  };
}

/** The same rate at every step. */
export function constantRate(rate: number): Schedule {
  return () => rate;
}
