import { dispose, loadParameters, saveParameters, zeros, type Parameters } from '@broadsheet/tensor';
import { readSafetensors } from '@broadsheet/tensor/safetensors';
import { RunningMoments, type Moments } from '../nets/running-moments.ts';
import { beginTraining, type TrainingPlan, type TrainingState } from './training.ts';

const prefix = 'moments.';

/**
 * All that a run needs to go on, as a safetensors file: parameters, the method's state, the optimiser's memory, running
 * moments; the step and the seed in its metadata. Random numbers depend on the seed and the step alone.
 * @param notes words of the caller's own, which go into the metadata too.
 */
export function saveCheckpoint(
  plan: TrainingPlan,
  state: TrainingState,
  notes: Readonly<Record<string, string>> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { parameters, memory, moments, step } = state;
  const tree: Parameters = {
    parameters,
    state: state.state,
    memory,
    moments: moments.toTree() as unknown as Parameters,
  };
  return saveParameters(tree, { ...notes, step: String(step), seed: String(plan.seed) });
}

/**
 * Where a run stood when `saveCheckpoint` was called.
 * @throws SafetensorsError or ShapeError where the file belongs to another plan; the message names the tensor.
 * @throws Error where it is of another seed, or says no step.
 */
export function loadCheckpoint(plan: TrainingPlan, bytes: Uint8Array): TrainingState {
  const { tensors, metadata } = readSafetensors(bytes);
  const { step, seed } = metadata;
  if (seed !== String(plan.seed))
    throw new Error(`This checkpoint is of seed ${seed ?? '(none)'}, and the run has seed ${plan.seed}.`);
  if (step === undefined || !/^\d+$/.test(step))
    throw new Error('This checkpoint does not say at which step it was made. Begin the run anew.');
  const fresh = beginTraining(plan);
  const momentsLike: Record<string, Record<string, ReturnType<typeof zeros>>> = {};
  for (const [name, { shape }] of tensors) {
    if (!name.startsWith(prefix)) continue;
    const [place, moment] = name.slice(prefix.length).split('.') as [string, string];
    (momentsLike[place] ??= {})[moment] = zeros(shape);
  }
  const like = {
    parameters: fresh.parameters,
    state: fresh.state,
    memory: fresh.memory,
    moments: momentsLike,
  };
  try {
    const { moments, ...rest } = loadParameters(
      bytes,
      like as unknown as Parameters,
    ) as unknown as typeof like;
    return {
      ...rest,
      moments: RunningMoments.fromTree(moments as unknown as Record<string, Moments>),
      step: Number(step),
    };
  } finally {
    dispose(like);
  }
}
