import type { Parameters, SparseRows, Tensor } from '@broadsheet/tensor';

/** When a step happens, and how far it goes. */
export interface StepSize {
  readonly learningRate: number;
  /** Counts from 1. */
  readonly step: number;
}

/** Changes parameters in place by their gradients. What it remembers is a tree of tensors, so that a run can be resumed. */
export interface Optimiser {
  readonly name: string;
  /** What it remembers of these parameters: all zero at first. */
  init(parameters: Parameters): Memory;
  step(parameters: Parameters, gradients: object, memory: Memory, size: StepSize): void;
}

/** For every leaf of the parameters, in their order, what is remembered of it. */
export type Memory = readonly Readonly<Record<string, Tensor>>[];

export type Gradient = Tensor | SparseRows;
