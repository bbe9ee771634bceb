import {
  copyParameters,
  dispose,
  gather,
  keep,
  mean,
  scope,
  ShapeError,
  softmaxCrossEntropy,
  tensor,
  type Key,
  type Parameters,
  type Tensor,
} from '@broadsheet/tensor';
import { learner, type Learner } from '../methods/method.ts';
import { initLinear, linear, type Linear } from '../nets/linear.ts';
import type { Net } from '../nets/net.ts';
import { inside, type Pass } from '../nets/pass.ts';
import { RunningMoments } from '../nets/running-moments.ts';
import { adamW } from '../train/adam-w.ts';
import { warmUpCosine } from '../train/schedule.ts';
import { beginTraining, train, type TrainingState } from '../train/training.ts';
import { shuffledBatches, type MakeViews } from '../views/batches.ts';
import { accuracy } from './accuracy.ts';
import { encodeStages } from './encode-all.ts';
import { fewOfEachClass } from './few-labels.ts';
import { largestOfRows } from './largest-of-rows.ts';
import { classesIn, labelsOf } from './labels-of.ts';
import { plainInputs } from './plain-inputs.ts';

/** Inputs [n, ...takes] and a class for each. */
export interface LabelledInputs {
  readonly inputs: Tensor;
  readonly labels: Int32Array;
}

/** An encoder as it was left by its training. */
export interface TrainedEncoder<P extends Parameters = Parameters> {
  readonly net: Net<P>;
  readonly parameters: P;
  /** What its batch norms remember, where it has any. */
  readonly moments?: RunningMoments;
  /** Where the net stands in what was trained: `encoder` unless given. */
  readonly place?: string;
}

export interface FineTuneOptions {
  /** How many labels of each class are looked at; all where a class has fewer. */
  readonly perClass: number;
  /** Which ones, the classifier's start, and the order of batches. 0 unless given. */
  readonly seed?: number;
  /** 200 unless given. */
  readonly steps?: number;
  /** 64 unless given, and never more than there are labels. */
  readonly batch?: number;
  /** The highest of a cosine schedule with a tenth of warm-up; 0.001 unless given. */
  readonly learningRate?: number;
  /** 1e-4 unless given. */
  readonly weightDecay?: number;
  /** Makes one view of chosen training inputs, as in training; the inputs as they are (pixels from 0 to 1) unless given. */
  readonly views?: MakeViews;
}

export interface FineTuneResult {
  /** The share of test inputs that are classified rightly. */
  readonly accuracy: number;
  /** int32 [n]: a class for each of the test inputs. */
  readonly predictions: Int32Array;
  /** Labels that were looked at. */
  readonly labels: number;
  /** The loss of every step. */
  readonly losses: Float64Array;
}

type Classified<P extends Parameters> = { readonly encoder: P; readonly classifier: Linear };

/**
 * Few-label fine-tuning (Chen et al., 2020, section 4.2: 1 % and 10 % of the labels, the whole net trained, no regularisation
 * but weight decay): a linear classifier on top of the encoder, and both learn from few labels of each class by cross-entropy.
 * The encoder that is given stays as it is. Nothing is chosen on the test inputs.
 * @throws RangeError where labels are missing or fewer than two classes are named; ShapeError where inputs are not the net's;
 * DivergenceError where the learning rate is too high.
 */
export async function fineTune<P extends Parameters>(
  trained: TrainedEncoder<P>,
  known: LabelledInputs,
  test: LabelledInputs,
  options: FineTuneOptions,
): Promise<FineTuneResult> {
  const { perClass, seed = 0, steps = 200, learningRate = 0.001, weightDecay = 1e-4 } = options;
  for (const [which, { inputs, labels }] of Object.entries({ training: known, test }))
    labelsOf(`fineTune (${which})`, { n: inputs.shape[0] ?? 0, labels });
  const classes = classesIn(known.labels, test.labels);
  if (classes < 2)
    throw new RangeError(`fineTune: learns two classes or more, and the labels name ${classes}.`);
  const { net, place = 'encoder' } = trained;
  if (known.inputs.shape.slice(1).join() !== net.takes.join())
    throw new ShapeError(
      `fineTune: the net takes inputs [n, ${net.takes.join(', ')}], and these are [${known.inputs.shape.join(', ')}].`,
    );

  const chosen = fewOfEachClass(known.labels, perClass, seed);
  const views = options.views ?? ((indices: Tensor) => [plainInputs(gather(known.inputs, indices))]);
  const plan = {
    learner: classifying(trained, place, classes),
    batches: shuffledBatches({
      size: chosen.length,
      batch: Math.min(options.batch ?? 64, chosen.length),
      views: (_, key, which = new Int32Array()) => {
        const own = which.map((i) => chosen[i] as number);
        return views(tensor(own), key, own);
      },
      labels: Int32Array.from(chosen, (i) => known.labels[i] as number),
    }),
    optimiser: adamW({ weightDecay }),
    schedule: warmUpCosine({ peak: learningRate, steps, warmUp: Math.ceil(steps / 10) }),
    steps,
    seed,
  };
  const state: TrainingState = { ...beginTraining(plan), moments: copyMoments(trained.moments) };
  const losses = new Float64Array(steps);
  try {
    for await (const { step, loss } of train(plan, state)) losses[step - 1] = loss;
    const { encoder, classifier } = state.parameters as Classified<P>;
    const { logits } = await encodeStages(
      net.takes,
      (part, pass) => ({ logits: linear(classifier, net.run(encoder, part, inside(pass, place))) }),
      test.inputs,
      { moments: state.moments },
    );
    const predictions = largestOfRows(logits?.values ?? new Float32Array(), classes);
    return { accuracy: accuracy(predictions, test.labels), predictions, labels: chosen.length, losses };
  } finally {
    dispose([state.parameters, state.memory, state.moments.toTree()]);
  }
}

/** What is learnt: a copy of the encoder, and a classifier that starts anew. */
function classifying<P extends Parameters>(
  { net, parameters }: TrainedEncoder<P>,
  place: string,
  classes: number,
): Learner {
  return learner<Classified<P>, Record<string, never>>({
    init: (key: Key) => ({
      encoder: copyParameters(parameters),
      classifier: initLinear(key, net.gives, classes),
    }),
    state: () => ({}),
    loss({ encoder, classifier }, _state, { views, labels }, pass: Pass) {
      const [inputs] = views as [Tensor];
      const logits = linear(classifier, net.run(encoder, inputs, inside(pass, place)));
      return [mean(softmaxCrossEntropy(logits, labels as Tensor)), {}];
    },
  });
}

/** Moments of their own, which go on from those given. */
function copyMoments(moments = new RunningMoments()): RunningMoments {
  return scope(() => {
    const tree = keep(copyParameters(moments.toTree()));
    return RunningMoments.fromTree(tree, moments.decay);
  });
}
