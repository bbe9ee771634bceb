/** A point on the line: how far along, what the objective is there, and how steep along the line. */
export interface LinePoint {
  readonly step: number;
  /** Infinity where the objective or its gradient is not finite. */
  readonly value: number;
  readonly slope: number;
  readonly x: Float64Array;
  readonly gradient: Float64Array;
}

/** How much of the promised decrease is demanded, and how much of the slope may remain: Nocedal and Wright, §3.1. */
const demandedDecrease = 1e-4;
const remainingSlope = 0.9;
/** How far each step is to the next while the line still falls. */
const stretch = 4;
const mostStretches = 30;
const mostNarrowings = 60;

/**
 * A point on the line that meets the strong Wolfe conditions: Nocedal and Wright, Numerical Optimization, 2nd edition,
 * algorithms 3.5 and 3.6, with the cubic of equation 3.59. Differences in value that rounding alone can make are not
 * counted against a point. Where such a point is not found, the lowest one that decreases enough; null where there is none.
 *
 * @param at evaluates the objective at a step; @param start the point of step 0, whose slope is below 0.
 */
export function strongWolfe(
  at: (step: number) => LinePoint,
  start: LinePoint,
  firstStep: number,
): LinePoint | null {
  const rounding = 4 * Number.EPSILON * Math.abs(start.value);
  const isTooHigh = (point: LinePoint) =>
    !(point.value <= start.value + demandedDecrease * point.step * start.slope + rounding);
  const isFlat = (point: LinePoint) => Math.abs(point.slope) <= -remainingSlope * start.slope;

  let before = start;
  let step = firstStep;
  for (let tried = 0; tried < mostStretches; tried++) {
    const point = at(step);
    if (isTooHigh(point) || (tried > 0 && point.value > before.value + rounding))
      return narrow(before, point);
    if (isFlat(point)) return point;
    if (point.slope >= 0) return narrow(point, before);
    before = point;
    step *= stretch;
  }
  return before;

  /** `low` is the lowest point so far that decreases enough; between it and `high` lies one that is flat enough. */
  function narrow(low: LinePoint, high: LinePoint): LinePoint | null {
    for (let tried = 0; tried < mostNarrowings; tried++) {
      const trial = between(low, high);
      if (trial === low.step || trial === high.step) break;
      const point = at(trial);
      if (isTooHigh(point) || point.value > low.value + rounding) {
        high = point;
        continue;
      }
      if (isFlat(point)) return point;
      if (point.slope * (high.step - low.step) >= 0) high = low;
      low = point;
    }
    return low.value < start.value ? low : null;
  }
}

/** The least of the cubic through both values and slopes, kept off the ends; the middle where there is no such cubic. */
function between(low: LinePoint, high: LinePoint): number {
  const width = high.step - low.step;
  const middle = low.step + width / 2;
  if (!Number.isFinite(high.value)) return low.step + width / 10;
  const bend = low.slope + high.slope - (3 * (high.value - low.value)) / width;
  const square = bend * bend - low.slope * high.slope;
  if (!(square >= 0)) return middle;
  const root = Math.sign(width) * Math.sqrt(square);
  const least = high.step - (width * (high.slope + root - bend)) / (high.slope - low.slope + 2 * root);
  const part = (least - low.step) / width;
  return part > 0.1 && part < 0.9 ? least : middle;
}
