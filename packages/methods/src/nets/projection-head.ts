import { mlp, type Mlp } from './mlp.ts';

export interface HeadOptions {
  /** How many layers; 1 is a linear map, 0 none at all. */
  readonly layers: number;
  readonly width: number;
  readonly gives: number;
  readonly batchNorm?: boolean;
}

/** The projection head of a contrastive method (Chen et al., 2020, section 2.1): an MLP that is thrown away after training. */
export function projectionHead(takes: number, options: HeadOptions): Mlp {
  const { layers, width, gives, batchNorm = true } = options;
  if (layers === 0)
    return { takes: [takes], gives: takes, init: () => [], run: (_, x) => x, layers: () => [] };
  return mlp([takes], { hidden: Array.from({ length: layers - 1 }, () => width), gives, batchNorm });
}
