import { random, type Key, type Parameters, type Tensor } from '@broadsheet/tensor';
import type { MlpParameters } from '../nets/mlp.ts';
import type { Net } from '../nets/net.ts';
import { inside, type Pass } from '../nets/pass.ts';
import { projectionHead, type HeadOptions } from '../nets/projection-head.ts';

export type WithHead = { readonly encoder: Parameters; readonly head: MlpParameters };

/** An encoder and the projection head that is thrown away after training. */
export interface EncoderWithHead {
  /** Length of an embedding. */
  readonly gives: number;
  init(key: Key): WithHead;
  /** Inputs [n, ...] → embeddings [n, gives]; batch norms take all of these inputs together. */
  embed(parameters: WithHead, inputs: Tensor, pass: Pass): Tensor;
  /** What the encoder and each layer of the head make of inputs, in this order: `encoder`, `head0`, `head1`, … */
  stages(parameters: WithHead, inputs: Tensor, pass: Pass): Record<string, Tensor>;
}

/** Puts a projection head behind an encoder. Parameters are those of both, and so are places of batch norms: `encoder`, `head`. */
export function encoderWithHead(encoder: Net, options: HeadOptions): EncoderWithHead {
  const head = projectionHead(encoder.gives, options);
  const stages = (parameters: WithHead, inputs: Tensor, pass: Pass): Record<string, Tensor> => {
    const h = encoder.run(parameters.encoder, inputs, inside(pass, 'encoder'));
    const layers = head.layers(parameters.head, h, inside(pass, 'head'));
    return { encoder: h, ...Object.fromEntries(layers.map((layer, i) => [`head${i}`, layer])) };
  };
  return {
    gives: head.gives,
    init(key) {
      const [forEncoder, forHead] = random.split(key) as [Key, Key];
      return { encoder: encoder.init(forEncoder), head: head.init(forHead) };
    },
    embed: (parameters, inputs, pass) => Object.values(stages(parameters, inputs, pass)).at(-1) as Tensor,
    stages,
  };
}
