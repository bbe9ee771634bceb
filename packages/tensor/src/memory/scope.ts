import { Tensor } from '../array/tensor.ts';
import { isRecording } from '../tape/recording.ts';
import { frames, type Frame } from './frames.ts';

/**
 * Runs `work` and frees every tensor that it made, except those in what it returns (looked for in arrays, plain objects
 * and maps), which go to the scope around it. What was made outside stays. While gradients are recorded nothing is freed
 * before they are worked out, since the way back may need it.
 *
 * A step of training inside of one scope leaves no memory behind:
 * ```ts
 * const loss = scope(() => step(batch).item());
 * ```
 * @throws TypeError where `work` is asynchronous: what it makes later would belong to nobody.
 */
export function scope<T>(work: () => T): T {
  const frame: Frame = new Set();
  frames.push(frame);
  let result: T;
  try {
    result = work();
  } catch (error) {
    frames.pop();
    for (const tensor of frame) tensor.dispose();
    throw error;
  }
  frames.pop();
  if (result instanceof Promise) {
    for (const tensor of frame) tensor.dispose();
    throw new TypeError(
      'scope: its work must not be asynchronous; read results after it, by `await tensor.data()`.',
    );
  }
  const outer = frames.at(-1);
  const kept = isRecording() ? frame : tensorsIn(result);
  for (const tensor of frame) {
    if (!kept.has(tensor)) tensor.dispose();
    else if (!tensor.disposed) outer?.add(tensor);
  }
  return result;
}

/** Takes a tensor out of all scopes: it lives until `dispose()`. Parameters made inside of a scope are kept this way. */
export function keep<T>(kept: T): T {
  for (const tensor of tensorsIn(kept)) for (const frame of frames) frame.delete(tensor);
  return kept;
}

/** Frees every tensor in arrays, plain objects and maps at once, instead of at the end of a scope. */
export function dispose(value: unknown): void {
  for (const tensor of tensorsIn(value)) tensor.dispose();
}

/** Every tensor in arrays, plain objects, maps and whatever holds some (`EmbeddingTable`, `SparseRows`). */
export function tensorsIn(value: unknown, found = new Set<Tensor>()): Set<Tensor> {
  if (value instanceof Tensor) found.add(value);
  else if (Array.isArray(value)) for (const item of value) tensorsIn(item, found);
  else if (value instanceof Map) for (const item of value.values()) tensorsIn(item, found);
  else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value))
    for (const item of Object.values(value)) tensorsIn(item, found);
  return found;
}
