import { random, type Key } from '@broadsheet/tensor';

/**
 * Random numbers on the host, one after the other: for what is decided before tensors are made (orders, crops, masks). The
 * same key gives the same ones on every back end; they have 32 bits.
 */
export interface Draw {
  /** Evenly distributed in [low, high); [0, 1) by default. */
  uniform(low?: number, high?: number): number;
  /** A whole number in [0, below). */
  below(below: number): number;
  /** Standard normal (Box and Muller, 1958). */
  normal(): number;
  /** True with a probability. */
  chance(probability: number): boolean;
  /** 0 to n - 1 in random order (Fisher and Yates). */
  order(n: number): Int32Array<ArrayBuffer>;
}

/** Random numbers of a key, one after the other. */
export function draw(key: Key): Draw {
  let count = 0;
  let spare: number | null = null;
  const next = (): number => {
    if (spare !== null) {
      const word = spare;
      spare = null;
      return word / 4_294_967_296;
    }
    const [first, second] = random.fold(key, count++);
    spare = second;
    return first / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    uniform: (low = 0, high = 1) => low + (high - low) * next(),
    below,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    chance: (probability) => next() < probability,
    order(n) {
      const order = Int32Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const other = below(i + 1);
        [order[i], order[other]] = [order[other] as number, order[i] as number];
      }
      return order;
    },
  };
}
