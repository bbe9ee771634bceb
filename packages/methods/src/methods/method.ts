import type { Key, Parameters, Tensor } from '@broadsheet/tensor';
import type { Net } from '../nets/net.ts';
import type { Pass } from '../nets/pass.ts';
import type { OptionDescription } from './option-description.ts';

/** A paper that a method is from. */
export interface Source {
  readonly title: string;
  readonly authors: string;
  readonly year: number;
  /** Its arXiv id, where it is known for sure. */
  readonly arxiv?: string;
}

/** What a batch has to bring. */
export interface Needs {
  /** How many random views of every input. */
  readonly views: number;
  readonly labels: boolean;
}

/** Some inputs of a data set, as a method sees them. */
export interface Batch {
  /** As many as the method needs, each [n, ...]: row i of every one is made of the same input. */
  readonly views: readonly Tensor[];
  /** int32 [n]: which inputs of the data set these are. */
  readonly indices: Tensor;
  /** int32 [n], where the method needs them. */
  readonly labels?: Tensor;
}

/** What is known of the data before the first batch. */
export interface DataFacts {
  /** How many inputs there are to learn from. */
  readonly size: number;
  /** How many classes the labels name; 0 where there are none. */
  readonly classes: number;
}

/** What a loss brings out besides its one number. */
export interface Seen {
  /** Single numbers worth watching: parts of the loss, a temperature. */
  readonly readings?: Readonly<Record<string, Tensor>>;
  /** What `afterStep` needs of this batch, without a way back. */
  readonly remembered?: Readonly<Record<string, Tensor>>;
}

/** When a step happens. */
export interface Moment {
  /** Counts from 1. */
  readonly step: number;
  /** How many there will be. */
  readonly steps: number;
}

/**
 * A method at work on one encoder and one data set. `P` is what is learnt by gradients, the encoder's parameters among
 * them; `S` moves without any (a teacher, a queue, estimators) and is changed in place.
 */
export interface Learner<
  P extends { readonly encoder: Parameters } = { readonly encoder: Parameters },
  S extends Parameters = Parameters,
> {
  init(key: Key): P;
  /** Made once, of the parameters at the start. */
  state(parameters: P, key: Key): S;
  /** One number to be made small, and what is worth seeing besides. Pure: it changes neither parameters nor state. */
  loss(
    parameters: P,
    state: S,
    batch: Batch,
    pass: Pass,
    moment: Moment,
  ): readonly [loss: Tensor, seen: Seen];
  /** After the optimiser's step: changes the state in place. Gets what the loss brought out. */
  afterStep?(parameters: P, state: S, seen: Seen, batch: Batch, moment: Moment): void;
  /** Of methods with a head: what encoder and head make of inputs [n, ...], stage by stage, each [n, ...]. */
  stages?(parameters: P, inputs: Tensor, pass: Pass): Readonly<Record<string, Tensor>>;
  /** Of methods that learn classes: logits [n, classes] of inputs [n, ...], by the name of each way to come to them. */
  classify?(parameters: P, inputs: Tensor, pass: Pass): Readonly<Record<string, Tensor>>;
}

/** A method of the literature. `Options` are plain numbers, words and switches, so that a run can be written down. */
export interface Method<Options extends object = Readonly<Record<string, unknown>>> {
  /** As in `broadsheet lab run barlow-twins`. */
  readonly id: string;
  readonly name: string;
  readonly source: Source;
  /** With the defaults; see `needsOf`. */
  readonly needs: Needs;
  /** Where what a batch has to bring depends on the options. */
  needsWith?(options: Options): Needs;
  /** The paper's own, where it says them and a processor can bear them. */
  readonly defaults: Options;
  /** What each option means and which values it takes. */
  readonly describes: { readonly [Name in keyof Options]: OptionDescription };
  learner(encoder: Net, options: Options, data: DataFacts): Learner;
}

/** What a batch has to bring for a method with these options. */
export function needsOf<Options extends object>(method: Method<Options>, options: Options): Needs {
  return method.needsWith?.(options) ?? method.needs;
}

/** Gives a method's types to its parts while they are written, and forgets them for those who run any method. */
export function learner<P extends { readonly encoder: Parameters }, S extends Parameters>(
  typed: Learner<P, S>,
): Learner {
  return typed as unknown as Learner;
}
