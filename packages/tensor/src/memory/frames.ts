import type { Tensor } from '../array/tensor.ts';

/** What was made since a scope began and is not yet freed. */
export type Frame = Set<Tensor>;

/** The scopes that are open, the innermost last. */
export const frames: Frame[] = [];

/** A new tensor belongs to the innermost scope. */
export function adopt(tensor: Tensor): void {
  frames.at(-1)?.add(tensor);
}

/** Frees a tensor before its scope ends, if it belongs to the innermost one. */
export function freeEarly(tensor: Tensor): void {
  if (frames.at(-1)?.delete(tensor) === true) tensor.dispose();
}
