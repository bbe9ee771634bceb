import { random, type Key } from '@broadsheet/tensor';
import { RunningMoments } from './running-moments.ts';

/** One way through a net: what its layers take besides parameters and inputs. */
export interface Pass {
  /** In training, batch norm takes the moments of the batch and dropout drops. */
  readonly training: boolean;
  /** Of this place and this step alone: for dropout and whatever else is drawn. */
  readonly key: Key;
  /** What batch norms remember for evaluation. */
  readonly moments: RunningMoments;
  /** Where in the net this is (`encoder.block2`): the name of what is remembered here. */
  readonly place: string;
}

/** A pass that learns: `key` is the step's. */
export function trainingPass(key: Key, moments: RunningMoments): Pass {
  return { training: true, key, moments, place: '' };
}

/** A pass that only looks: the same inputs always give the same outputs. */
export function evaluationPass(moments = new RunningMoments()): Pass {
  return { training: false, key: random.key(0), moments, place: '' };
}

/** The same pass, one part further in: with a key and a place of its own. */
export function inside(pass: Pass, part: string): Pass {
  let hash = 0;
  for (let i = 0; i < part.length; i++) hash = (Math.imul(hash, 31) + part.charCodeAt(i)) | 0;
  return {
    ...pass,
    key: random.fold(pass.key, hash >>> 0),
    place: pass.place === '' ? part : `${pass.place}.${part}`,
  };
}
