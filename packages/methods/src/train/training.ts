import {
  dispose,
  keep,
  NotFiniteError,
  random,
  scope,
  traceNotFinite,
  valueAndGrad,
  type Key,
  type Parameters,
  type Tensor,
} from '@broadsheet/tensor';
import type { Batch, Learner, Moment, Seen } from '../methods/method.ts';
import { trainingPass } from '../nets/pass.ts';
import { RunningMoments } from '../nets/running-moments.ts';
import type { Memory, Optimiser } from './optimiser.ts';
import type { Schedule } from './schedule.ts';

/** Where batches come from. The same step and key give the same batch, so that a run can go on where it stopped. */
export interface Batches {
  /** How many there are until every input was seen once. */
  readonly perEpoch: number;
  /** @param step counts from 1 and goes on over epochs.
   * @returns tensors of its own, which the caller disposes of. */
  at(step: number, key: Key): Batch;
}

export interface TrainingPlan {
  readonly learner: Learner;
  readonly batches: Batches;
  readonly optimiser: Optimiser;
  readonly schedule: Schedule;
  /** How many steps in all. */
  readonly steps: number;
  readonly seed: number;
}

/** Everything that changes while a method learns; all tensors, but for the count. */
export interface TrainingState {
  readonly parameters: { readonly encoder: Parameters };
  readonly state: Parameters;
  readonly memory: Memory;
  readonly moments: RunningMoments;
  /** Steps done. */
  step: number;
}

export interface StepReport extends Moment {
  readonly loss: number;
  readonly learningRate: number;
  readonly readings: Readonly<Record<string, number>>;
}

/** A run that cannot go on: which step, what was seen, and what it most likely comes from. */
export class DivergenceError extends Error {
  override readonly name = 'DivergenceError';
  readonly step: number;

  constructor(step: number, message: string) {
    super(message);
    this.step = step;
  }
}

/** Which stream of random numbers serves what. */
const streams = { parameters: 0, state: 1, batches: 2, passes: 3 } as const;

/** Parameters and all that moves with them, before the first step. They belong to no scope. */
export function beginTraining({ learner, optimiser, seed }: TrainingPlan): TrainingState {
  const key = random.key(seed);
  return scope(() => {
    const parameters = learner.init(random.fold(key, streams.parameters));
    const state = learner.state(parameters, random.fold(key, streams.state));
    return keep({
      parameters,
      state,
      memory: optimiser.init(parameters),
      moments: new RunningMoments(),
      step: 0,
    });
  });
}

/**
 * Goes through the steps that are left, one at a time, and changes `state` in place. Stop whenever you like and go on later:
 * every step depends on the plan, the state and its own number alone.
 * @throws DivergenceError where the loss is no finite number.
 */
export async function* train(plan: TrainingPlan, state: TrainingState): AsyncGenerator<StepReport> {
  const { learner, batches, optimiser, schedule, steps } = plan;
  const key = random.key(plan.seed);
  const lossOf = (
    parameters: TrainingState['parameters'],
    batch: Batch,
    moment: Moment,
    moments: RunningMoments,
  ): readonly [Tensor, Seen] => {
    const pass = trainingPass(random.fold(random.fold(key, streams.passes), moment.step), moments);
    return learner.loss(parameters, state.state, batch, pass, moment);
  };
  const lossAndGradients = valueAndGrad(lossOf);
  while (state.step < steps) {
    const moment = { step: state.step + 1, steps };
    const learningRate = schedule(moment.step);
    const batchKey = random.fold(key, streams.batches);
    const made = scope(() => {
      const batch = batches.at(moment.step, batchKey);
      return { batch, ...lossAndGradients(state.parameters, batch, moment, state.moments) };
    });
    const [loss, ...numbers] = await readAll([made.value, ...Object.values(made.extra.readings ?? {})]);
    if (!Number.isFinite(loss)) {
      const again = (): unknown => lossOf(state.parameters, made.batch, moment, new RunningMoments());
      const error = divergence(moment.step, loss as number, learningRate, again);
      dispose(made);
      throw error;
    }
    scope(() => {
      optimiser.step(state.parameters, made.gradients, state.memory, { learningRate, step: moment.step });
      learner.afterStep?.(state.parameters, state.state, made.extra, made.batch, moment);
    });
    const names = Object.keys(made.extra.readings ?? {});
    dispose(made);
    state.step = moment.step;
    yield {
      ...moment,
      loss: loss as number,
      learningRate,
      readings: Object.fromEntries(names.map((name, i) => [name, numbers[i] as number])),
    };
  }
}

async function readAll(tensors: readonly Tensor[]): Promise<number[]> {
  const found = await Promise.all(tensors.map((tensor) => tensor.data()));
  return found.map(([number]) => number as number);
}

/** Looks for the operation at which it went wrong; the step has not been taken. */
function divergence(step: number, loss: number, learningRate: number, again: () => unknown): DivergenceError {
  let where = '';
  try {
    scope(() => void traceNotFinite(again));
  } catch (error) {
    if (!(error instanceof NotFiniteError)) throw error;
    where = ` ${error.message}`;
  }
  return new DivergenceError(
    step,
    `Step ${step}: the loss is ${loss}.${where} Most likely the learning rate (${learningRate.toPrecision(3)} here) is too ` +
      'high: try a tenth of it, or a longer warm-up.',
  );
}
