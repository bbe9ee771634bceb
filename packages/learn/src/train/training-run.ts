import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import {
  adamW,
  beginTraining,
  findMethod,
  loadCheckpoint,
  saveCheckpoint,
  shuffledBatches,
  train,
  type TrainingPlan,
  type TrainingState,
} from '@broadsheet/methods';
import { dispose } from '@broadsheet/tensor';
import { readSafetensors } from '@broadsheet/tensor/safetensors';
import type { TermEncoder } from '../encoder/term-encoder.ts';
import { learningRate } from './learning-rate.ts';
import { paperViews } from './paper-views.ts';
import { inverseDocumentFrequencies, termNet } from './term-net.ts';
import type { TokenisedPapers } from './tokenised-papers.ts';
import { TrainingCurve } from './training-curve.ts';
import type { TrainingSettings } from './training-settings.ts';

/** A training on its way. */
export interface TrainingRun {
  readonly plan: TrainingPlan;
  readonly state: TrainingState;
  readonly curve: TrainingCurve;
}

export interface RunRequest {
  readonly seed: number;
  readonly settings: TrainingSettings;
  /** How often each paper is seen, where somebody says so. */
  readonly epochs: number | undefined;
  /** For the steps, where somebody says so. */
  readonly milliseconds: number | undefined;
  /** To go on from. */
  readonly from: TermEncoder | null;
  /** The file of a run to go on with, where there is one. */
  readonly checkpoint: string | undefined;
}

/** Steps that tell how fast the machine is, after those that compile. */
const timedSteps = { from: 5, count: 20 };

/** Begins a training, or goes on from its checkpoint. @throws RangeError where the encoder to go on from has another width. */
export async function openRun(papers: TokenisedPapers, request: RunRequest): Promise<TrainingRun> {
  const { settings, epochs, milliseconds, checkpoint } = request;
  const batch = Math.min(settings.batch, papers.count);
  const make = (steps: number): TrainingPlan => planOf(papers, request, batch, steps);
  if (checkpoint !== undefined && existsSync(checkpoint)) return resume(readFileSync(checkpoint), make);
  const least = epochs === undefined ? settings.leastSteps : 1;
  const wanted = Math.max(least, Math.round((epochs ?? settings.epochs) * Math.floor(papers.count / batch)));
  const steps = milliseconds === undefined ? wanted : await stepsWithin(milliseconds, make(wanted));
  const plan = make(steps);
  return { plan, state: beginTraining(plan), curve: new TrainingCurve(steps) };
}

/** Renamed into place, so that whoever is killed here leaves the one before. */
export async function writeCheckpoint(file: string, { plan, state, curve }: TrainingRun): Promise<void> {
  const notes = { steps: String(plan.steps), curve: JSON.stringify(curve) };
  writeFileSync(`${file}.new`, await saveCheckpoint(plan, state, notes));
  renameSync(`${file}.new`, file);
}

function resume(bytes: Uint8Array, make: (steps: number) => TrainingPlan): TrainingRun {
  const { steps = '', curve = '' } = readSafetensors(bytes).metadata;
  const plan = make(Number(steps));
  const drawn = JSON.parse(curve) as ReturnType<TrainingCurve['toJSON']>;
  return { plan, state: loadCheckpoint(plan, bytes), curve: new TrainingCurve(plan.steps, drawn) };
}

function planOf(
  papers: TokenisedPapers,
  { settings, seed, from }: RunRequest,
  batch: number,
  steps: number,
): TrainingPlan {
  const { dimensions, views } = settings;
  const weights = inverseDocumentFrequencies(papers.papersWith, papers.count);
  const net = termNet({ length: views.length, dimensions }, weights, rowsToBegin(papers, dimensions, from));
  const method = findMethod(settings.method.id);
  const options = { ...method.defaults, ...settings.method.options };
  return {
    learner: method.learner(net, options, { size: papers.count, classes: 0 }),
    batches: shuffledBatches({ size: papers.count, batch, views: paperViews(papers, views) }),
    optimiser: adamW(),
    schedule: learningRate(settings.schedule, { peak: settings.learningRate, steps, goesOn: from !== null }),
    steps,
    seed,
  };
}

/** The rows of an encoder in the places that its terms have here; NaN where it has none. */
function rowsToBegin(
  { lexicon }: TokenisedPapers,
  dimensions: number,
  from: TermEncoder | null,
): Float32Array | undefined {
  if (from === null) return undefined;
  if (from.dimensions !== dimensions)
    throw new RangeError(
      `The encoder to go on from has ${from.dimensions} dimensions, not ${dimensions}: train one from the beginning.`,
    );
  const rows = new Float32Array(lexicon.rows * dimensions).fill(NaN);
  const put = (row: number, of: number): void => rows.set(from.row(of), row * dimensions);
  lexicon.terms.forEach((term, row) => {
    const known = from.lexicon.rowOf(term);
    if (known >= 0) put(row, known);
  });
  if (from.lexicon.buckets === lexicon.buckets)
    for (let bucket = 0; bucket < lexicon.buckets; bucket++)
      put(lexicon.terms.length + bucket, from.lexicon.terms.length + bucket);
  return rows;
}

/** Takes some steps of a run that is thrown away, to see how many fit into the time. */
async function stepsWithin(milliseconds: number, plan: TrainingPlan): Promise<number> {
  const state = beginTraining(plan);
  let began = performance.now();
  for await (const { step } of train(plan, state)) {
    if (step === timedSteps.from) began = performance.now();
    if (step === timedSteps.from + timedSteps.count) break;
  }
  const each = (performance.now() - began) / timedSteps.count;
  dispose(state);
  return Math.max(timedSteps.count, Math.floor(milliseconds / each));
}
