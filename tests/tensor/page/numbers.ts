import { tensor, type Tensor } from '../../../packages/tensor/src/index.ts';

let state = 1;

function next(): number {
  // Numerical Recipes' congruential generator: any will do here, as long as both back ends get the same.
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 4_294_967_296;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** Inputs that are the same on every back end. */
export const numbers = {
  reset(): void {
    state = 1;
  },
  /** float32 in [low, high). */
  between(low: number, high: number, shape: readonly number[]): Tensor {
    return tensor(
      Float32Array.from({ length: sizeOf(shape) }, () => low + (high - low) * next()),
      shape,
    );
  },
  /** int32 in [low, high). */
  whole(low: number, high: number, shape: readonly number[]): Tensor {
    return tensor(
      Int32Array.from({ length: sizeOf(shape) }, () => Math.floor(low + (high - low) * next())),
      shape,
    );
  },
  pixels(shape: readonly number[]): Tensor {
    return tensor(
      Uint8Array.from({ length: sizeOf(shape) }, () => Math.floor(256 * next())),
      shape,
    );
  },
};
