import type { Tensor } from '../array/tensor.ts';
import { isRecording } from './recording.ts';
import type { SliceGradient } from './slice-gradient.ts';
import type { SparseRows } from './sparse-rows.ts';

/** What flows back to an input; null where nothing does. */
export type Gradient = Tensor | SparseRows | null;

/**
 * From the gradient of a result to the gradients of its inputs, in their order. `needs[i]` tells which are asked for; the
 * others may be null.
 */
export type Backward = (gradient: Tensor, needs: readonly boolean[]) => readonly (Gradient | SliceGradient)[];

/** How a tensor was made: one entry of the tape. */
export interface Origin {
  /** Rises from entry to entry: what was made later has the greater one. */
  readonly order: number;
  readonly operation: string;
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
  readonly backward: Backward;
  /**
   * The same function in plain operations, where `backward` is a kernel of its own that has no gradient: the way back is
   * then worked out from these when somebody asks for the gradient of a gradient.
   */
  readonly composed: ((...inputs: Tensor[]) => Tensor) | null;
  /** Writes that the inputs had seen. */
  readonly versions: number;
}

let orders = 0;

export function nextOrder(): number {
  return orders++;
}

/** Notes how `output` was made, if a gradient is being recorded and depends on one of the inputs. Returns `output`. */
export function record(
  operation: string,
  inputs: readonly Tensor[],
  output: Tensor,
  backward: Backward,
  composed: Origin['composed'] = null,
): Tensor {
  if (!isRecording() || inputs.every((input) => input.origin === null)) return output;
  output.origin = {
    order: nextOrder(),
    operation,
    inputs,
    output,
    backward,
    composed,
    versions: versionsOf(inputs),
  };
  return output;
}

export function versionsOf(inputs: readonly Tensor[]): number {
  let sum = 0;
  for (const input of inputs) sum += input.storage.version;
  return sum;
}
