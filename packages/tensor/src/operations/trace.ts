import { show } from '../array/shape.ts';
import type { Tensor } from '../array/tensor.ts';

/** A result held NaN or an infinite number although the inputs did not. */
export class NotFiniteError extends Error {
  override readonly name = 'NotFiniteError';
  readonly operation: string;

  constructor(operation: string, message: string) {
    super(message);
    this.operation = operation;
  }
}

let tracing = false;

/**
 * Runs `work` and looks at every result: the first operation that makes NaN or an infinite number of finite ones throws a
 * NotFiniteError that names it. Reading every result is slow; for finding a fault, not for training.
 */
export function traceNotFinite<T>(work: () => T): T {
  const before = tracing;
  tracing = true;
  try {
    return work();
  } finally {
    tracing = before;
  }
}

/** @internal */
export function traceResult(operation: string, inputs: readonly Tensor[], outputs: readonly Tensor[]): void {
  if (!tracing || operation === 'copy' || operation === 'fill') return;
  for (const output of outputs) {
    const found = firstNotFinite(output);
    if (found === null || inputs.some((input) => firstNotFinite(input) !== null)) continue;
    throw new NotFiniteError(
      operation,
      `${operation} made ${found.value} at element ${found.index} of its result ${show(output.shape)}, from finite ` +
        `inputs ${inputs.map(({ shape }) => show(shape)).join(' and ')}.`,
    );
  }
}

function firstNotFinite(tensor: Tensor): { index: number; value: number } | null {
  if (tensor.dtype !== 'float32') return null;
  const elements = tensor.dataNow();
  const index = elements.findIndex((value) => !Number.isFinite(value));
  return index < 0 ? null : { index, value: elements[index] as number };
}
