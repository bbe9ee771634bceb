import {
  div,
  keep,
  matmul,
  mean,
  mul,
  random,
  scope,
  slice,
  sqrt,
  square,
  sub,
  sum,
  transpose,
  valueAndGrad,
  type Key,
  type Tensor,
} from '@broadsheet/tensor';
import { adamW } from '../train/adam-w.ts';
import { warmUpCosine } from '../train/schedule.ts';
import {
  attentionPrediction,
  gradientDescentAttention,
  gradientDescentPrediction,
  initLinearAttention,
  linearTasks,
  type LinearAttention,
  type RegressionTasks,
} from './linear-attention.ts';

export interface InContextOptions {
  readonly inputs: number;
  readonly examples: number;
  /** Tasks in a batch. */
  readonly tasks: number;
  readonly steps: number;
  /** At first; it goes down to 0 by half a cosine, since the last bit of noise hides how alike both are. */
  readonly learningRate: number;
  readonly seed: number;
  /** Every how many steps the curve is measured. */
  readonly every: number;
}

/** How alike the trained layer and one step of gradient descent are, on tasks that neither was made with. */
export interface InContextPoint {
  readonly step: number;
  /** Mean of ½·(prediction - answer)². */
  readonly trained: number;
  readonly gradientDescent: number;
  /** Mean distance of both predictions. */
  readonly predictionGap: number;
  /** Mean cosine of both predictions' derivatives with respect to the query. */
  readonly sensitivityCosine: number;
  /** Mean distance of these derivatives. */
  readonly sensitivityGap: number;
}

export interface InContextResult {
  /** The best learning rate of one step of gradient descent. */
  readonly rate: number;
  readonly curve: readonly InContextPoint[];
  /** Cosine of the trained layer's Kᵀ·Q with the construction's, and of its P·V, each over the parts that answers depend on. */
  readonly weightCosines: { readonly keyQuery: number; readonly projectionValue: number };
}

/**
 * Trains one layer of linear self-attention by Adam on random linear tasks, new ones at each step, and compares it with one
 * step of gradient descent at its best rate (von Oswald et al., 2023): losses, predictions, sensitivities to the
 * query, and weights.
 */
export function inContextExperiment(options: InContextOptions): InContextResult {
  const { inputs, examples, tasks, steps, learningRate, seed, every } = options;
  const [forInit, forRate, forTests, forSteps] = random.split(random.key(seed), 4) as [Key, Key, Key, Key];
  const drawn = (key: Key, count: number): RegressionTasks =>
    linearTasks(key, { tasks: count, examples, inputs });
  const rate = scope(() => bestRate(drawn(forRate, 10_000)));
  const tests = keep(scope(() => ({ ...drawn(forTests, 2_000) })));
  const layer = keep(initLinearAttention(forInit, inputs + 1));
  const optimiser = adamW();
  const memory = keep(optimiser.init(layer));
  const lossOf = valueAndGrad((parameters: LinearAttention, given: RegressionTasks) =>
    mul(0.5, mean(square(sub(attentionPrediction(parameters, given), given.answer)))),
  );
  const rateAt = warmUpCosine({ peak: learningRate, steps });
  const curve: InContextPoint[] = [scope(() => compare(layer, tests, rate, 0))];
  for (let step = 1; step <= steps; step++) {
    scope(() => {
      const { gradients } = lossOf(layer, drawn(random.fold(forSteps, step), tasks));
      optimiser.step(layer, gradients, memory, { learningRate: rateAt(step), step });
    });
    if (step % every === 0 || step === steps) curve.push(scope(() => compare(layer, tests, rate, step)));
  }
  const weightCosines = scope(() =>
    cosinesOfWeights(layer, gradientDescentAttention(inputs, 1, examples, rate), inputs),
  );
  for (const tensor of [
    ...Object.values(tests),
    ...Object.values(layer),
    ...memory.flatMap((own) => Object.values(own)),
  ])
    tensor.dispose();
  return { rate, curve, weightCosines };
}

/** η with the least squared error over tasks; the prediction is linear in it. */
export function bestRate(given: RegressionTasks): number {
  const unit = gradientDescentPrediction(given, 1);
  return sum(mul(unit, given.answer)).item() / sum(square(unit)).item();
}

function compare(layer: LinearAttention, tests: RegressionTasks, rate: number, step: number): InContextPoint {
  const said = attentionPrediction(layer, tests);
  const descended = gradientDescentPrediction(tests, rate);
  const lossOf = (prediction: Tensor): number => mean(square(sub(prediction, tests.answer))).item() / 2;
  const [own, other] = [
    sensitivity(tests, (given) => attentionPrediction(layer, given)),
    sensitivity(tests, (given) => gradientDescentPrediction(given, rate)),
  ];
  const lengths = mul(sqrt(sum(square(own), -1)), sqrt(sum(square(other), -1)));
  return {
    step,
    trained: lossOf(said),
    gradientDescent: lossOf(descended),
    predictionGap: mean(sqrt(square(sub(said, descended)))).item(),
    sensitivityCosine: mean(div(sum(mul(own, other), -1), lengths)).item(),
    sensitivityGap: mean(sqrt(sum(square(sub(own, other)), -1))).item(),
  };
}

/** Of each task's prediction, of one output, with respect to its query: [tasks, 1, inputs]. */
function sensitivity(tests: RegressionTasks, predict: (given: RegressionTasks) => Tensor): Tensor {
  // Tasks have nothing to do with each other, so that the gradient of the sum is each one's.
  return valueAndGrad((query: Tensor) => sum(predict({ ...tests, query })))(tests.query).gradients;
}

function cosinesOfWeights(
  trained: LinearAttention,
  made: LinearAttention,
  inputs: number,
): InContextResult['weightCosines'] {
  const keyQuery = ({ key, query }: LinearAttention): Tensor => matmul(transpose(key), query);
  // Of the projected values only what reaches y says anything.
  const toOutput = ({ projection, value }: LinearAttention): Tensor =>
    slice(matmul(projection, value), [inputs, inputs + 1]);
  return {
    keyQuery: Math.abs(cosine(keyQuery(trained), keyQuery(made))),
    projectionValue: Math.abs(cosine(toOutput(trained), toOutput(made))),
  };
}

function cosine(a: Tensor, b: Tensor): number {
  return sum(mul(a, b)).item() / Math.sqrt(sum(square(a)).item() * sum(square(b)).item());
}
