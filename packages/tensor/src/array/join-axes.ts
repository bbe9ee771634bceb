import type { Shape } from './shape.ts';

/**
 * The same elements with as few axes as possible: axes of length 1 go, neighbours along which every view steps on evenly
 * become one. `strides` holds one list per view.
 */
export function joinAxes(
  shape: Shape,
  strides: readonly (readonly number[])[],
): { lengths: number[]; strides: number[][] } {
  const lengths: number[] = [];
  const joined: number[][] = strides.map(() => []);
  for (let axis = 0; axis < shape.length; axis++) {
    const length = shape[axis] as number;
    if (length === 1) continue;
    const last = lengths.length - 1;
    const even =
      last >= 0 &&
      strides.every((list, view) => (joined[view] as number[])[last] === (list[axis] as number) * length);
    if (even) lengths[last] = (lengths[last] as number) * length;
    else lengths.push(length);
    strides.forEach((list, view) => {
      const own = joined[view] as number[];
      own[lengths.length - 1] = list[axis] as number;
    });
  }
  return { lengths, strides: joined };
}
