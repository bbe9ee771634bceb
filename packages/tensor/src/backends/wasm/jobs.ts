// How a kernel's work is given to threads: the first page of shared memory holds one job at a time. Whoever computes
// reads it there; nobody is sent a message.

/** Words (int32) of the job block. Those that threads write stand in cache lines of their own. */
export const word = {
  /** Counts jobs; threads wait for it to change. */
  sequence: 0,
  /** Threads that sleep and must be woken. */
  sleeping: 16,
  /** Threads that have begun to wait for their first job. */
  ready: 32,
  /** Threads that have done their part of the job. */
  done: 48,
  /** Which kernel, how many numbers it takes, and how many units there are. */
  kernel: 64,
  count: 65,
  units: 66,
  /** Not 0 where a thread failed. */
  failed: 80,
} as const;

/** Byte address of the kernel's numbers (float64: addresses and whole numbers fit exactly). */
export const argumentsAt = 512;
export const mostArguments = 32;
/** The first byte behind the job block and the kernels' own numbers, which lie from 1,024 on (build-kernels.ts). */
export const jobBlockBytes = 2048;

/**
 * Stands among a kernel's numbers where each thread puts the address of its own scratch memory: a number that is no
 * address, length or stride.
 */
export const scratch = 2 ** 52 + 1;
/** Packed blocks of a matrix product take most: 96 kB of one factor, 1 MB of the other, and a tile. */
export const scratchBytes = 1_310_720;

export type KernelFunction = (...numbers: number[]) => void;

/** The units of one of so many threads: `[from, to)`. */
export function part(units: number, threads: number, index: number): readonly [from: number, to: number] {
  return [Math.floor((units * index) / threads), Math.floor((units * (index + 1)) / threads)];
}
