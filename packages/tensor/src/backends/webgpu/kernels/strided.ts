/** Axes that shaders step along; views with more, once joined, are rare and fall back. */
export const mostAxes = 6;

/** The lengths of all axes but the first as parameters of a shader, counted from 1. */
export function lengthsOf(lengths: readonly number[]): Record<string, number> {
  return Object.fromEntries(lengths.slice(1).map((length, i) => [`length${i + 2}`, length]));
}

/** Strides as parameters of a shader: `a1`, `a2`, …; of a single element there is one of 0. */
export function stridesOf(name: string, strides: readonly number[]): Record<string, number> {
  return Object.fromEntries(
    (strides.length === 0 ? [0] : strides).map((stride, i) => [`${name}${i + 1}`, stride]),
  );
}

/**
 * WGSL that turns the element's number `i`, in the order of the shape, into its place in each view: `aPlace` from the
 * strides `p.a1`, `p.a2`, …
 */
export function walk(rank: number, names: readonly string[]): string {
  if (rank <= 1) return names.map((name) => `let ${name}Place = i * p.${name}1;`).join(' ');
  const axes = Array.from({ length: rank - 1 }, (_, k) => rank - k);
  const steps = axes.map(
    (axis) =>
      names.map((name) => `${name}Place += rest % p.length${axis} * p.${name}${axis};`).join(' ') +
      ` rest /= p.length${axis};`,
  );
  const starts = names.map((name) => `var ${name}Place = 0;`);
  const ends = names.map((name) => `${name}Place += rest * p.${name}1;`);
  return `var rest = i; ${[...starts, ...steps, ...ends].join(' ')}`;
}
