/** What an element is. Values and gradients are float32; int32 holds indices and labels, uint8 pixels. */
export type Dtype = 'float32' | 'int32' | 'uint8';

/** The host's array for each kind of element. */
export interface ArrayOf {
  float32: Float32Array;
  int32: Int32Array;
  uint8: Uint8Array;
}

export type ElementArray = ArrayOf[Dtype];

export const bytesPerElement: Readonly<Record<Dtype, number>> = { float32: 4, int32: 4, uint8: 1 };

const makers = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array } as const;

/** An array of the host with numbers turned into a kind of elements. */
export function elementsFrom(dtype: Dtype, numbers: readonly number[]): ElementArray {
  return makers[dtype].from(numbers);
}

/** Bytes read as elements of a kind. `bytes` begin where an element of that kind may begin. */
export function elementsOf<D extends Dtype>(
  dtype: D,
  buffer: ArrayBufferLike,
  byteOffset: number,
  length: number,
): ArrayOf[D] {
  return new makers[dtype](buffer as ArrayBuffer, byteOffset, length) as ArrayOf[D];
}

export function dtypeOf(array: ElementArray): Dtype {
  if (array instanceof Float32Array) return 'float32';
  if (array instanceof Int32Array) return 'int32';
  if (array instanceof Uint8Array) return 'uint8';
  throw new TypeError('An array is a Float32Array, an Int32Array or a Uint8Array.');
}
