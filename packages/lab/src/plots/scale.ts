/** From numbers of an axis to places on paper. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  /** Where a number lies, within the range that was given. */
  at(value: number): number;
  /** Round numbers from low to high. */
  readonly ticks: readonly number[];
}

/**
 * A straight scale over values, widened to round numbers: steps of 1, 2 or 5 times a power of ten, about as many as asked.
 * @param range where low and high come to lie.
 */
export function makeScale(
  values: readonly number[],
  range: readonly [low: number, high: number],
  options: { readonly ticks?: number; readonly from?: number } = {},
): Scale {
  const finite = [...values.filter(Number.isFinite), ...(options.from === undefined ? [] : [options.from])];
  let [low, high] = finite.length === 0 ? [0, 1] : [Math.min(...finite), Math.max(...finite)];
  const size = Math.max(Math.abs(low), Math.abs(high));
  // Values that are all the same, or so near that rounding would part them, get room around them.
  if (size < 1e-300) [low, high] = [0, 1];
  else if (high - low < 1e-9 * size) [low, high] = [low - size / 2, high + size / 2];
  const step = roundStep((high - low) / (options.ticks ?? 5));
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
  const [from, to] = [first * step, last * step];
  return {
    low: from,
    high: to,
    ticks,
    at: (value) => range[0] + ((value - from) / (to - from)) * (range[1] - range[0]),
  };
}

function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const share = step / power;
  return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
}
