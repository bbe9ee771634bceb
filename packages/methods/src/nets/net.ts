import type { Key, Parameters, Shape, Tensor } from '@broadsheet/tensor';
import type { Pass } from './pass.ts';

/**
 * What turns inputs into outputs: parameters made of a key, and a pure function of them. Encoders, projection heads and
 * predictors are nets.
 */
export interface Net<P extends Parameters = Parameters> {
  /** One input, without the batch's axis: [32, 32, 3]. */
  readonly takes: Shape;
  /** The length of one output: [n, ...takes] → [n, gives]. */
  readonly gives: number;
  init(key: Key): P;
  run(parameters: P, inputs: Tensor, pass: Pass): Tensor;
}
