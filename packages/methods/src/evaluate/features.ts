/** Representations of some inputs, with a class for each where there are any. */
export interface Features {
  /** [n, width], row after row. */
  readonly values: Float32Array;
  readonly n: number;
  readonly width: number;
  readonly labels?: Int32Array;
}
