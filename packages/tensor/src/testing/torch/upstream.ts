import { spreadOut } from '../check-gradient.ts';

/**
 * What the elements of results are weighed with, so that they become one number to differentiate: as many as a case has,
 * from the front. No case has more.
 */
export const upstream = Float32Array.from(spreadOut(4096, 5));
