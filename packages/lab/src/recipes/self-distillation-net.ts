import {
  adamW,
  evaluationPass,
  mlp,
  trainingPass,
  RunningMoments,
  type Regression,
} from '@broadsheet/methods';
import {
  dispose,
  keep,
  mean,
  random,
  reshape,
  scope,
  square,
  sub,
  tensor,
  valueAndGrad,
  type Parameters,
  type Tensor,
} from '@broadsheet/tensor';
import type { Matrix } from '@broadsheet/tensor/linalg';

export interface NetDistillation {
  readonly train: Regression;
  readonly test: Regression;
  /** α, the weight of the true targets from the second generation on. */
  readonly weight: number;
  /** How many nets, each the next one's teacher. */
  readonly generations: number;
  readonly seed: number;
}

export interface NetCurve {
  readonly weight: number;
  /** Mean squared error against the true training targets, after each generation. */
  readonly train: readonly number[];
  readonly test: readonly number[];
}

const steps = 400;

/** A small net that learns from α·targets + (1 - α)·what the net before says, from new parameters each time. */
export async function distilNet({
  train,
  test,
  weight,
  generations,
  seed,
}: NetDistillation): Promise<NetCurve> {
  const net = mlp([train.inputs.columns], { hidden: [64], gives: 1 });
  const [x, y, askedX, askedY] = [train.inputs, train.targets, test.inputs, test.targets].map(toTensor) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  const moments = new RunningMoments();
  const optimiser = adamW({ weightDecay: 0.1 });
  const lossOf = valueAndGrad((p: ReturnType<typeof net.init>, wanted: Tensor) =>
    mean(square(sub(net.run(p, x, trainingPass(random.key(seed), moments)), wanted))),
  );
  let wanted = Float32Array.from(train.targets.data);
  const errors: { train: number[]; test: number[] } = { train: [], test: [] };
  for (let generation = 0; generation < generations; generation++) {
    const parameters = keep(net.init(random.fold(random.key(seed), generation)));
    const memory = keep(optimiser.init(parameters as Parameters));
    const targets = tensor(wanted, [wanted.length, 1]);
    for (let step = 1; step <= steps; step++)
      scope(() => {
        const { gradients } = lossOf(parameters, targets);
        optimiser.step(parameters as Parameters, gradients, memory, { learningRate: 0.01, step });
      });
    const said = scope(() => reshape(net.run(parameters, x, evaluationPass()), [wanted.length]));
    const errorOf = (inputs: Tensor, right: Tensor): number => {
      const found = scope(() => mean(square(sub(net.run(parameters, inputs, evaluationPass()), right))));
      const error = found.item();
      found.dispose();
      return error;
    };
    errors.train.push(errorOf(x, y));
    errors.test.push(errorOf(askedX, askedY));
    const teacher = await said.data();
    wanted = Float32Array.from(
      train.targets.data,
      (target, i) => weight * target + (1 - weight) * (teacher[i] as number),
    );
    dispose([said, targets, parameters, memory]);
  }
  dispose([x, y, askedX, askedY]);
  return { weight, ...errors };
}

function toTensor({ data, rows, columns }: Matrix): Tensor {
  return tensor(Float32Array.from(data), [rows, columns]);
}
