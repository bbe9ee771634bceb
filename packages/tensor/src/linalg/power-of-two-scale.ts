import { largestMagnitude } from './vector.ts';

/** What is smaller is nothing beside the entries of a matrix that was scaled, whose largest is 1. */
export const nothing = 1e-130;

/** Two numbers of which both are smaller are not rotated into each other: their squares would lose digits. */
export const idle = 1e-150;

/**
 * A power of two s such that the largest entry of s · values lies between 1 and 2; 1 for zeros. Multiplying by it rounds
 * nothing, and products of scaled entries do not overflow.
 */
export function powerOfTwoScale(values: Float64Array): number {
  const largest = largestMagnitude(values);
  if (largest === 0) return 1;
  // 2^1023 is the largest power of two there is: the smallest numbers are lifted as far as that goes.
  return 2 ** Math.min(1023, -Math.floor(Math.log2(largest)));
}
