import {
  beginTraining,
  encodeStages,
  evaluationPass,
  loadCheckpoint,
  findMethod,
  parseOptions,
  saveCheckpoint,
  train,
  type Features,
  type Net,
  type StepReport,
  type TrainingPlan,
  type TrainingState,
} from '@broadsheet/methods';
import {
  copyParameters,
  dispose,
  EmbeddingTable,
  keep,
  leavesOf,
  type Leaf,
  random,
  saveParameters,
  scope,
  type Parameters,
  type Tensor,
} from '@broadsheet/tensor';
import { readSafetensors } from '@broadsheet/tensor/safetensors';
import type { DataSet } from '../data/data-set.ts';
import { sha256 } from '../data/sha256.ts';
import { classifierAccuracy } from './classifier-accuracy.ts';
import { Curve, type CurvePoint, type CurveState } from './curve.ts';
import { chooseEncoder, encoderKinds } from './encoder-kinds.ts';
import { saveEncoder } from './encoder-file.ts';
import { evaluateEncoder, featuresOf, type Encoder, type EncoderInputs } from './evaluate-encoder.ts';
import { planHash } from './plan-hash.ts';
import { readingOf, toTensor, type Reading } from './reading.ts';
import { runPlan, type RunPlan, type RunPlanInput } from './run-plan.ts';
import { trainingPlan } from './training-plan.ts';

/** What a run came to, besides when and where it ran. */
export interface RunOutcome {
  readonly hash: string;
  readonly plan: RunPlan;
  readonly encoder: { readonly parameters: number; readonly gives: number; readonly checksum: string };
  readonly steps: number;
  readonly curve: readonly CurvePoint[];
  readonly metrics: Readonly<Record<string, number>>;
  readonly baselines: {
    readonly untrained: Readonly<Record<string, number>> | null;
    readonly raw: Readonly<Record<string, number>> | null;
  };
}

export interface BeginOptions {
  /** Where it stood when `Run.checkpoint` was called. */
  readonly checkpoint?: Uint8Array;
}

/** A plan without its method's and encoder's defaults left out. @throws OptionError or RangeError that names the option. */
export function completePlan(given: RunPlanInput, data: DataSet): RunPlan {
  const plan = runPlan.parse(given);
  const encoder = chooseEncoder(plan.encoder, data.kind);
  const method = plan.method === 'none' ? null : findMethod(plan.method);
  if (plan.encoder.kind === 'raw' && method !== null)
    throw new RangeError(
      'The encoder raw has nothing to learn. Take the method none with it, or another encoder.',
    );
  const options = method === null ? {} : parseOptions(method, plan.options);
  return {
    ...plan,
    options: { ...options } as RunPlan['options'],
    encoder: {
      kind: plan.encoder.kind,
      options: structuredClone(encoder.options) as RunPlan['encoder']['options'],
    },
  };
}

const rawReads: readonly string[] = encoderKinds.find(({ id }) => id === 'raw')?.reads ?? [];

/**
 * A method at work on data with an encoder: trained step by step, stopped and taken up again, and looked at in the end. It
 * knows no files and no clock, so it runs in Node and in a page alike; `start` of packages/tensor comes before.
 */
export class Run {
  readonly plan: RunPlan;
  /** Of the plan and the data's checksum: the same hash, the same bits. */
  readonly hash: string;
  readonly #data: DataSet;
  readonly #reading: Reading;
  readonly #net: Net;
  readonly #inputs: EncoderInputs;
  readonly #training: TrainingPlan | null;
  readonly #state: TrainingState | null;
  /** Of `none`: made of the seed as a method would make it. */
  readonly #untrained: Parameters;
  readonly #curve: Curve;

  private constructor(parts: {
    plan: RunPlan;
    hash: string;
    data: DataSet;
    reading: Reading;
    net: Net;
    inputs: EncoderInputs;
    training: TrainingPlan | null;
    state: TrainingState | null;
    untrained: Parameters;
    curve: Curve;
  }) {
    this.plan = parts.plan;
    this.hash = parts.hash;
    this.#data = parts.data;
    this.#reading = parts.reading;
    this.#net = parts.net;
    this.#inputs = parts.inputs;
    this.#training = parts.training;
    this.#state = parts.state;
    this.#untrained = parts.untrained;
    this.#curve = parts.curve;
  }

  /**
   * Makes everything ready for the first step, or for the next one after a checkpoint.
   * @throws RangeError, OptionError or ShapeError where plan and data do not fit; CheckpointError where the checkpoint is of
   * another plan or other data.
   */
  static async begin(given: RunPlanInput, data: DataSet, { checkpoint }: BeginOptions = {}): Promise<Run> {
    const plan = completePlan(given, data);
    const hash = await hashOf(plan, data);
    const reading = readingOf(data);
    const net = chooseEncoder(plan.encoder, data.kind).make(reading);
    const known = checkpoint === undefined ? null : notesOf(checkpoint);
    if (known !== null && known.hash !== hash)
      throw new CheckpointError('This checkpoint is of another plan, or the data have changed since.');
    const [train, test] = scope(() => [
      keep(toTensor(reading, data.train.inputs)),
      keep(toTensor(reading, data.test.inputs)),
    ]) as [EncoderInputs['train'], EncoderInputs['test']];
    const method = plan.method === 'none' ? null : findMethod(plan.method);
    const training =
      method === null
        ? null
        : trainingPlan(plan, { method, options: plan.options, net, data, reading, inputs: train });
    const fresh = training === null ? null : beginTraining(training);
    const untrained =
      fresh === null
        ? scope(() => keep(net.init(random.key(plan.seed))))
        : keep(copyParameters(fresh.parameters.encoder));
    const goesOn = training !== null && fresh !== null && checkpoint !== undefined;
    if (goesOn) disposeTraining(fresh);
    const state = goesOn ? loadCheckpoint(training, checkpoint) : fresh;
    return new Run({
      plan,
      hash,
      data,
      reading,
      net,
      inputs: { train, test },
      training,
      state,
      untrained,
      curve: new Curve(training?.steps ?? 0, known?.curve),
    });
  }

  /** Steps done. */
  get step(): number {
    return this.#state?.step ?? 0;
  }

  /** Steps in all. */
  get steps(): number {
    return this.#training?.steps ?? 0;
  }

  get curve(): readonly CurvePoint[] {
    return this.#curve.points;
  }

  /**
   * Goes through the steps that are left, one each time it is asked. Stop asking whenever you like.
   * @throws DivergenceError where the loss is no finite number.
   */
  async *train(): AsyncGenerator<StepReport> {
    if (this.#training === null || this.#state === null) return;
    for await (const report of train(this.#training, this.#state)) {
      this.#curve.add(report);
      yield report;
    }
  }

  /** Everything that is needed to go on, as a file. @param notes words of the caller's own: `notesOf` gives them back. */
  checkpoint(notes: Readonly<Record<string, string>> = {}): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#training === null || this.#state === null)
      throw new RangeError('The method none trains nothing: there is nothing to go on with.');
    return saveCheckpoint(this.#training, this.#state, {
      ...notes,
      hash: this.hash,
      plan: JSON.stringify(this.plan),
      curve: JSON.stringify(this.#curve.state),
    });
  }

  /** The encoder as it is now. */
  get encoder(): Encoder {
    const state = this.#state;
    if (state === null) return { net: this.#net, parameters: this.#untrained };
    return { net: this.#net, parameters: state.parameters.encoder, moments: state.moments };
  }

  /** The encoder as a file that `loadEncoder` reads, with how inputs become tensors. */
  saveEncoder(): Promise<Uint8Array<ArrayBuffer>> {
    return saveEncoder(this.encoder, this.#reading, this.plan);
  }

  /** Both parts of the data, as the encoder takes them. They belong to the run. */
  get inputs(): EncoderInputs {
    return this.#inputs;
  }

  /** Looks at the encoder as it is now, and at the baselines where the plan says so. */
  async outcome(): Promise<RunOutcome> {
    const { evaluation, method, encoder } = this.plan;
    const look = (one: Encoder): Promise<Record<string, number>> =>
      evaluateEncoder(one, this.#inputs, this.#data, evaluation);
    const metrics = { ...(await look(this.encoder)), ...(await this.#classified()) };
    const asked = evaluation.baselines && method !== 'none';
    const untrained = asked ? await look({ net: this.#net, parameters: this.#untrained }) : null;
    const raw =
      asked && encoder.kind !== 'raw' && rawReads.includes(this.#reading.kind)
        ? await look(this.#raw())
        : null;
    const { parameters } = this.encoder;
    return {
      hash: this.hash,
      plan: this.plan,
      encoder: {
        parameters: leavesOf(parameters).reduce((sum, [, leaf]) => sum + sizeOf(leaf), 0),
        gives: this.#net.gives,
        checksum: await sha256(await saveParameters(parameters)),
      },
      steps: this.step,
      curve: this.#curve.points,
      metrics,
      baselines: { untrained, raw },
    };
  }

  /** Of methods that learn classes: their own accuracy on the test part, by the name of each way to come to it. */
  async #classified(): Promise<Record<string, number>> {
    const { test } = this.#data;
    const state = this.#state;
    const classify = this.#training?.learner.classify;
    if (classify === undefined || state === null || test.labels === undefined || test.n === 0) return {};
    const pass = evaluationPass(state.moments);
    return classifierAccuracy(
      (inputs) => classify(state.parameters, inputs, pass),
      this.#inputs.test,
      test.labels,
    );
  }

  #raw(): Encoder {
    const net = chooseEncoder({ kind: 'raw', options: {} }, this.#data.kind).make(this.#reading);
    return { net, parameters: [] };
  }

  /**
   * Representations of both parts, stage by stage (`encoder`, `head0`, …): of methods with a head those before and after
   * each of its layers, of others the encoder's alone.
   */
  async stages(): Promise<Readonly<Record<string, { readonly train: Features; readonly test: Features }>>> {
    const { train, test } = this.#data;
    const [known, asked] = [
      await this.#stagesOf(this.#inputs.train, train),
      await this.#stagesOf(this.#inputs.test, test),
    ];
    return Object.fromEntries(
      Object.entries(known).map(([name, features]) => [
        name,
        { train: features, test: asked[name] as Features },
      ]),
    );
  }

  async #stagesOf(inputs: Tensor, { labels }: DataSet['train']): Promise<Record<string, Features>> {
    const state = this.#state;
    const stages = this.#training?.learner.stages;
    if (stages === undefined || state === null)
      return { encoder: await featuresOf(this.encoder, inputs, labels) };
    return encodeStages(this.#net.takes, (part, pass) => stages(state.parameters, part, pass), inputs, {
      moments: state.moments,
      ...(labels === undefined ? {} : { labels }),
    });
  }

  /** Frees what the run holds. */
  dispose(): void {
    dispose([this.#inputs.train, this.#inputs.test]);
    dispose(this.#untrained);
    if (this.#state !== null) disposeTraining(this.#state);
  }
}

/** A checkpoint that does not belong to what is to go on. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}

/** Of a plan and data: what a run's results follow from. */
export function hashOf(plan: RunPlan, data: Pick<DataSet, 'checksum'>): Promise<string> {
  // A path is no part of what is learnt, but its content is.
  return planHash({ ...plan, data: { ...plan.data, name: data.checksum } });
}

/** What a checkpoint says of itself. @throws CheckpointError where it is none of ours. */
export function notesOf(checkpoint: Uint8Array): {
  hash: string;
  plan: RunPlan;
  curve: CurveState;
  step: number;
  notes: Readonly<Record<string, string>>;
} {
  const { metadata } = readSafetensors(checkpoint);
  const { hash, plan, curve, step, ...notes } = metadata;
  if (hash === undefined || plan === undefined || curve === undefined || step === undefined)
    throw new CheckpointError('This file is no checkpoint of a run.');
  return {
    hash,
    plan: runPlan.parse(JSON.parse(plan)),
    curve: JSON.parse(curve) as CurveState,
    step: Number(step),
    notes,
  };
}

function sizeOf(leaf: Leaf): number {
  return (leaf instanceof EmbeddingTable ? leaf.weights : leaf).size;
}

function disposeTraining({ parameters, state, memory, moments }: TrainingState): void {
  dispose([parameters, state, memory, moments.toTree()]);
}
