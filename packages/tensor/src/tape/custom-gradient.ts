import type { Tensor } from '../array/tensor.ts';
import { scope } from '../memory/scope.ts';
import { goBack, leafOf } from './go-back.ts';
import { record, type Gradient } from './origin.ts';
import { recorded, unrecorded } from './recording.ts';

/**
 * A function with a way back of one's own: `forward` computes without being recorded and returns its result and what
 * turns the result's gradient into those of the inputs (null: none). Straight-through estimators are written this way:
 *
 * ```ts
 * const round = customGradient((x) => ({ y: floor(add(x, 0.5)), backward: (g) => [g] }));
 * ```
 */
export function customGradient<Inputs extends readonly Tensor[]>(
  forward: (...inputs: Inputs) => {
    readonly y: Tensor;
    readonly backward: (gradient: Tensor) => readonly Gradient[];
  },
): (...inputs: Inputs) => Tensor {
  return (...inputs) => {
    const { y, backward } = unrecorded(() => forward(...inputs));
    return record('customGradient', inputs, y, backward);
  };
}

/**
 * The same function, of which only the inputs are remembered: what it makes inside is made again on the way back. Less
 * memory for one more run. It must do the same both times, and everything that a gradient is asked for must come in as
 * an argument.
 */
export function checkpoint<Inputs extends readonly Tensor[]>(
  work: (...inputs: Inputs) => Tensor,
): (...inputs: Inputs) => Tensor {
  return (...inputs) => {
    // Its scope ends while nothing is recorded, so that what lies between is freed at once.
    const y = unrecorded(() => scope(() => work(...inputs)));
    return record(
      'checkpoint',
      inputs,
      y,
      (gradient, needs) => {
        const { leaves, again } = recorded(() => {
          const own = inputs.map(leafOf);
          return { leaves: own, again: work(...(own as unknown as Inputs)) };
        });
        const found = goBack(again, gradient, leaves);
        return found.map((result, i) => (needs[i] === true ? result : null));
      },
      work as unknown as (...all: Tensor[]) => Tensor,
    );
  };
}
