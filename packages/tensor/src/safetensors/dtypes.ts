/** The kinds of elements that are read and written, and the arrays that hold them on the host. */
export interface SafetensorsArrays {
  float64: Float64Array<ArrayBuffer>;
  float32: Float32Array<ArrayBuffer>;
  int64: BigInt64Array<ArrayBuffer>;
  int32: Int32Array<ArrayBuffer>;
  int16: Int16Array<ArrayBuffer>;
  int8: Int8Array<ArrayBuffer>;
  uint8: Uint8Array<ArrayBuffer>;
  /** 0 and 1. */
  bool: Uint8Array<ArrayBuffer>;
}

export type SafetensorsDtype = keyof SafetensorsArrays;

/** How elements lie in a file. F16 and BF16 are float32 on the host. */
export type StoredDtype = 'F64' | 'F32' | 'F16' | 'BF16' | 'I64' | 'I32' | 'I16' | 'I8' | 'U8' | 'BOOL';

export interface StoredAs {
  readonly bytes: number;
  readonly dtype: SafetensorsDtype;
  /** Place in the reference implementation's order (`Dtype` of safetensors/src/tensor.rs), by which it lays out files. */
  readonly rank: number;
}

export const storedDtypes: Readonly<Record<StoredDtype, StoredAs>> = {
  I64: { bytes: 8, dtype: 'int64', rank: 9 },
  F64: { bytes: 8, dtype: 'float64', rank: 8 },
  F32: { bytes: 4, dtype: 'float32', rank: 7 },
  I32: { bytes: 4, dtype: 'int32', rank: 6 },
  BF16: { bytes: 2, dtype: 'float32', rank: 5 },
  F16: { bytes: 2, dtype: 'float32', rank: 4 },
  I16: { bytes: 2, dtype: 'int16', rank: 3 },
  I8: { bytes: 1, dtype: 'int8', rank: 2 },
  U8: { bytes: 1, dtype: 'uint8', rank: 1 },
  BOOL: { bytes: 1, dtype: 'bool', rank: 0 },
};

/** What each kind is written as unless something else is asked for. */
export const writtenAs: Readonly<Record<SafetensorsDtype, StoredDtype>> = {
  float64: 'F64',
  float32: 'F32',
  int64: 'I64',
  int32: 'I32',
  int16: 'I16',
  int8: 'I8',
  uint8: 'U8',
  bool: 'BOOL',
};

export const arrayTypes = {
  float64: Float64Array,
  float32: Float32Array,
  int64: BigInt64Array,
  int32: Int32Array,
  int16: Int16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const;

export function isStoredDtype(name: string): name is StoredDtype {
  return Object.hasOwn(storedDtypes, name);
}
