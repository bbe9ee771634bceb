import type { Features } from '@broadsheet/methods';
import type { DataSet } from '../data/data-set.ts';
import type { DataChoice, RunPlanInput } from '../run/run-plan.ts';
import type { RunRecord, Series } from '../run/run-record.ts';

/** How a row's figure is reproduced: what is run, how often, and what has to come out. */
export interface Recipe {
  /** The row's number and id. */
  readonly row: number;
  readonly id: string;
  readonly claim: {
    /** What the paper says, with the paper's own figures: theirs, not ours. */
    readonly theirs: string;
    /** What our runs have to show, on our data. */
    readonly ours: string;
  };
  readonly arms: readonly Arm[];
  /** What follows from the records of several arms together, seed by seed; counts as an arm in what is expected. */
  readonly derived?: readonly Derived[];
  /** What the row's figure shows. */
  readonly metric: string;
  /** All of them must hold before the row counts as working. */
  readonly expects: readonly Expectation[];
  readonly seeds: readonly number[];
  /** About how long all of it takes, in minutes, and on what. */
  readonly budget: { readonly minutes: number; readonly on: '2 cores' | 'a GPU' };
}

export type Arm = MethodArm | AnalysisArm;

interface Derived {
  readonly name: string;
  readonly label: string;
  /** @param of the metrics of each arm with one seed, in the order of the arms. */
  metrics(of: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>>;
}

interface AnyArm {
  /** As in `--arm`; the name of its records. */
  readonly name: string;
  /** As tables say it. */
  readonly label: string;
  readonly baseline?: boolean;
  /** Nothing about it depends on the seed, so it is run with the first one alone. */
  readonly once?: boolean;
}

/** A method, or `none`, at work. */
export interface MethodArm extends AnyArm {
  readonly plan: Omit<RunPlanInput, 'seed'>;
}

/** Anything else that gives figures: for rows that are no method to train. */
export interface AnalysisArm extends AnyArm {
  /** Counts up when what it does changes: older records are then made again. */
  readonly version: number;
  run(context: AnalysisContext): Promise<Analysis>;
}

export interface AnalysisContext {
  readonly seed: number;
  /** Reads data, by name. */
  data(choice: DataChoice): Promise<DataSet>;
  /** Trains by a plan, as an arm of its own would. @throws Interrupted where the signal came. */
  perform(plan: RunPlanInput): Promise<PerformedPlan>;
  /** Says how far it is. */
  tell(what: string): void;
  readonly signal: AbortSignal;
}

export interface PerformedPlan {
  readonly record: RunRecord;
  /** Representations of both parts, stage by stage: `encoder` and, of methods with a head, `head0`, `head1`, … */
  readonly stages: Readonly<Record<string, { readonly train: Features; readonly test: Features }>>;
}

/** An analysis that was told to stop; a plan under way has left its checkpoint. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

export interface Analysis {
  readonly metrics: Readonly<Record<string, number>>;
  readonly series?: readonly Series[];
}

/**
 * Something that must come out. With `over`, the difference of two arms in one metric, seed by seed; else the metric itself.
 * It holds where the mean keeps to the bounds by one standard error at least.
 */
export interface Expectation {
  /** In a sentence. */
  readonly says: string;
  readonly metric: string;
  readonly arm: string;
  readonly over?: string;
  /** The other arm's metric, where it is another one. */
  readonly overMetric?: string;
  /** Two other arms whose difference is taken off that one: whether a gap is larger here than there. */
  readonly beyond?: { readonly arm: string; readonly over: string };
  readonly atLeast?: number;
  readonly atMost?: number;
}

export function isMethodArm(arm: Arm): arm is MethodArm {
  return 'plan' in arm;
}
