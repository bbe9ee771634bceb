import type { Tensor } from '../../array/tensor.ts';

/** Something that this engine and PyTorch both compute; cases.py holds PyTorch's side under the same name. */
export interface TorchCase {
  /** Made anew for every run, since optimisers change theirs. */
  readonly inputs: () => readonly Tensor[];
  readonly f: (...inputs: Tensor[]) => Tensor | readonly Tensor[];
  /** 0: values alone; 1 (default): the gradient of all float32 inputs too; 2: and the gradient of that gradient. */
  readonly order?: 0 | 1 | 2;
  /** The greatest relative error that is allowed; `usualTolerance` by default. */
  readonly tolerance?: number;
  /**
   * Elements that are less than this count as if they were this much. Left out, it is a tenth of the tensor's greatest
   * element: sums that cancel are as wrong as their terms.
   */
  readonly floor?: number;
}

/**
 * float32 rounds to 6e-8 of a number. What is compared here rounds some dozens of times on the way, and errors of sums and
 * functions add up to about 1e-6; ten times as much is still far below what any mistake would make.
 */
export const usualTolerance = 1e-5;

/** By name: the operation as index.ts exports it, alone or followed by a colon and what is special. */
export type TorchCases = Readonly<Record<string, TorchCase>>;

/** Which operation a case is about. */
export function operationOf(name: string): string {
  return name.split(':')[0] as string;
}
