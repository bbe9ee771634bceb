import { uniform } from './uniform.ts';

/** A tensor as a task gives it to every stack. */
export interface Declared {
  shape: readonly number[];
  type: 'float32' | 'int32';
  /** Parameters are what the step learns. */
  learnt: boolean;
  /** Writes the values, last axis fastest. */
  fill: (data: Float32Array | Int32Array) => void;
}

/** Parameter between −reach and reach. */
export function learnt(key: number, shape: readonly number[], reach: number): Declared {
  return { ...given(key, shape, reach), learnt: true };
}

/** Parameter that starts the same everywhere: gains with 1, shifts with 0. */
export function constant(shape: readonly number[], value: number): Declared {
  return { shape, type: 'float32', learnt: true, fill: (data) => data.fill(value) };
}

/** Input between −reach and reach. */
export function given(key: number, shape: readonly number[], reach = 1): Declared {
  return {
    shape,
    type: 'float32',
    learnt: false,
    fill(data) {
      for (let at = 0; at < data.length; at++) data[at] = reach * (2 * uniform(key, at) - 1);
    },
  };
}

/** Input of whole numbers below a bound. */
export function whole(key: number, shape: readonly number[], below: number): Declared {
  return {
    shape,
    type: 'int32',
    learnt: false,
    fill(data) {
      for (let at = 0; at < data.length; at++) data[at] = Math.floor(below * uniform(key, at));
    },
  };
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
