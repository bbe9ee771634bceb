import { setImmediate as breathe } from 'node:timers/promises';
import { findMethod, rankMe, train, type TrainingState } from '@broadsheet/methods';
import type { PaperText } from '@broadsheet/papers';
import { dispose } from '@broadsheet/tensor';
import { openEncoder, quantiseRows, writeEncoder } from '../encoder/encoder-file.ts';
import type { TermParameters } from './term-net.ts';
import { tokenisePapers, type TokenisedPapers } from './tokenised-papers.ts';
import type { CurvePoint } from './training-curve.ts';
import { openRun, writeCheckpoint } from './training-run.ts';
import { defaultSettings, type TrainingSettings } from './training-settings.ts';

export interface TrainEncoderPlan {
  readonly seed: number;
  /** About how long it may take, reading included; then as many steps as fit. What comes out depends on the machine's speed. */
  readonly minutes?: number;
  /** How often each paper is seen. */
  readonly epochs?: number;
  /** The model of an encoder to go on from: its terms keep their rows. */
  readonly from?: Uint8Array;
  readonly settings?: Partial<TrainingSettings>;
}

export interface EncoderProgress {
  readonly phase: 'reading' | 'training';
  readonly done: number;
  readonly total: number;
  readonly loss?: number;
  /** Effective rank of some papers' vectors: it needs no labels and goes with quality (Garrido et al., 2023). */
  readonly rankMe?: number;
  readonly secondsLeft?: number;
}

export interface EncoderWatch {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: EncoderProgress) => void;
  /** A file to go on from, written every minute and where the signal comes. */
  readonly checkpoint?: string;
}

/** What training says of itself: kept beside the encoder. */
export interface AboutTraining {
  readonly papers: number;
  readonly steps: number;
  readonly seed: number;
  readonly settings: TrainingSettings;
  readonly seconds: number;
  readonly curve: readonly CurvePoint[];
}

export interface EncoderTexts {
  readonly count: number;
  read(): AsyncIterable<readonly PaperText[]>;
}

const checkpointEvery = 60_000;
/** Whose vectors RankMe is of. */
const rankedPapers = 1024;

/**
 * Trains an encoder on papers without labels: reads them, makes a lexicon, and learns a row for each term by a method of
 * packages/methods on two views of each paper. The same papers in the same order, seed and settings give the same bytes on any
 * number of threads, also where it was stopped on the way. Call `start()` of packages/tensor before.
 * @returns the model and what is to be kept beside it; null where the signal came, with all that is needed in the checkpoint.
 * @throws RangeError where there are fewer than two papers, or the encoder to go on from has another width.
 */
export async function trainEncoder(
  texts: EncoderTexts,
  { seed, minutes, epochs, from, settings: given }: TrainEncoderPlan,
  { signal, onProgress, checkpoint }: EncoderWatch = {},
): Promise<{ model: Uint8Array; about: AboutTraining } | null> {
  const begun = performance.now();
  const settings: TrainingSettings = { ...defaultSettings, ...given };
  const known = from === undefined ? null : await openEncoder(from);
  const papers = await tokenisePapers(texts.read(), settings.lexicon, known?.lexicon.terms, (done) =>
    onProgress?.({ phase: 'reading', done, total: texts.count }),
  );
  const stopped = (): boolean => signal?.aborted ?? false;
  if (stopped()) return null;
  if (papers.count < 2)
    throw new RangeError(`An encoder learns from 2 papers at least; there are ${papers.count}.`);
  const milliseconds = minutes === undefined ? undefined : 60_000 * minutes - (performance.now() - begun);
  const run = await openRun(papers, { seed, settings, epochs, milliseconds, from: known, checkpoint });
  const { plan, state, curve } = run;
  const save = async (): Promise<void> => {
    if (checkpoint !== undefined) await writeCheckpoint(checkpoint, run);
  };
  const [startedAt, startedWith] = [performance.now(), state.step];
  let saved = startedAt;
  for await (const { step, steps, loss } of train(plan, state)) {
    curve.add(step, steps, loss, () => rankOf(papers, rowsOf(state), settings.dimensions));
    const now = performance.now();
    const last = curve.points.at(-1);
    onProgress?.({
      phase: 'training',
      done: step,
      total: steps,
      loss,
      ...(last === undefined ? {} : { rankMe: last.rankMe }),
      secondsLeft: (((now - startedAt) / (step - startedWith)) * (steps - step)) / 1000,
    });
    // On the CPU a step waits for nothing: without this, no signal and no timer would have its turn until the end.
    await breathe();
    if (stopped() && step < steps) {
      await save();
      dispose(state);
      return null;
    }
    if (now - saved > checkpointEvery) {
      await save();
      saved = performance.now();
    }
  }
  const table = quantiseRows(rowsOf(state), settings.dimensions);
  dispose(state);
  const name = `${papers.count.toLocaleString('en')} papers, ${findMethod(settings.method.id).name}`;
  return {
    model: writeEncoder(papers.lexicon, table, name),
    about: {
      papers: papers.count,
      steps: plan.steps,
      seed,
      settings,
      seconds: Math.round((performance.now() - begun) / 1000),
      curve: curve.points,
    },
  };
}

/** [rows, dimensions] */
function rowsOf(state: TrainingState): Float32Array {
  return (state.parameters.encoder as TermParameters).table.weights.dataNow<'float32'>();
}

/** RankMe of the first papers' vectors. */
function rankOf(papers: TokenisedPapers, rows: Float32Array, dimensions: number): number {
  const n = Math.min(rankedPapers, papers.count);
  const values = new Float32Array(n * dimensions);
  for (let i = 0; i < n; i++) {
    const vector = values.subarray(i * dimensions, (i + 1) * dimensions);
    for (const row of papers.paper(i).tokens)
      for (let j = 0; j < dimensions; j++)
        vector[j] = (vector[j] as number) + (rows[row * dimensions + j] as number);
    const length = Math.hypot(...vector);
    if (length > 0) for (let j = 0; j < dimensions; j++) vector[j] = (vector[j] as number) / length;
  }
  return rankMe({ values, n, width: dimensions });
}
