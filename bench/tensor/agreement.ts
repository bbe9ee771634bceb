/** Largest share by which figures may differ that should be the same. */
export const tolerance = 1e-3;

/** Whether two stacks did the same work, by their first losses or by the sum of squares of their results. */
export function agree(found: readonly number[], expected: readonly number[]): boolean {
  return (
    found.length === expected.length &&
    found.every((value, at) => {
      const wanted = expected[at] ?? Number.NaN;
      return Math.abs(value - wanted) <= tolerance * Math.abs(wanted);
    })
  );
}
