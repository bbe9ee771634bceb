import type { Extent, View } from './view.ts';

/** A parameter of a shader: an int32, or a float32 where it says so. */
export type Numeric = number | { readonly float: number };

export function float(value: number): Numeric {
  return { float: value };
}

/** One run of a shader. */
export interface Dispatch {
  readonly kind: 'dispatch';
  /** The kernel that it is part of, for messages. */
  readonly kernel: string;
  /** Names the program: the same name and the same kinds of elements mean the same text. */
  readonly shader: string;
  readonly reads: Readonly<Record<string, View>>;
  /** What is written, or changed in place. No storage stands in two places here, nor here and in `reads`. */
  readonly writes: Readonly<Record<string, View>>;
  readonly numbers: Readonly<Record<string, Numeric>>;
  /** How many workgroups. */
  readonly groups: number;
  /** WGSL behind the declarations of parameters and bindings. */
  readonly code: () => string;
}

/** Work of the host between shaders: bytes are read, something is made of them, and bytes are written. */
export interface HostStep {
  readonly kind: 'host';
  readonly kernel: string;
  readonly reads: readonly Extent[];
  readonly writes: readonly Extent[];
  readonly work: (read: readonly Uint8Array[]) => readonly Uint8Array[] | Promise<readonly Uint8Array[]>;
}

export type Step = Dispatch | HostStep;
