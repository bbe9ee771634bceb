import { random, type Key } from '@broadsheet/tensor';
import { matrixFromData } from '@broadsheet/tensor/linalg';
import type { Features } from '../evaluate/features.ts';
import { predictRidge, ridgeRegression } from '../evaluate/ridge-regression.ts';
import { draw } from '../views/draw.ts';
import { trainLinearNet, type LinearNetOptions, type LinearNetResult } from './projection-head-model.ts';

export interface ProjectionHeadOptions {
  readonly net: LinearNetOptions;
  /** Which feature a downstream task asks for, by number. */
  readonly asked: readonly number[];
  /** Labelled examples of each task. */
  readonly examples: number;
  readonly tests: number;
  /** How often each task is drawn anew. */
  readonly repetitions: number;
  /** λ of the linear probe's ridge. */
  readonly ridge: number;
}

export interface DownstreamTask {
  readonly feature: number;
  /** Accuracy of a linear probe after each layer, the mean over repetitions: before the head is the last but one. */
  readonly accuracies: readonly number[];
}

export interface ProjectionHeadResult extends LinearNetResult {
  readonly tasks: readonly DownstreamTask[];
}

/**
 * Trains a linear net with a linear projection head, and asks a probe on few examples for single features, after each layer
 * (Xue et al., 2024): where augmentation disturbs the feature that is asked for, the layer before the head should do better,
 * and where it is kept, the one behind it.
 */
export function projectionHeadExperiment(options: ProjectionHeadOptions): ProjectionHeadResult {
  const { net, asked, examples, tests, repetitions, ridge } = options;
  const trained = trainLinearNet(net);
  const tasks = asked.map((feature) => {
    const sums = trained.maps.map(() => 0);
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const key = random.fold(random.fold(random.key(net.seed), 1000 + feature), repetition);
      const [forTrain, forTest] = random.split(key) as [Key, Key];
      const [known, unknown] = [
        inputs(net.variances, examples, forTrain),
        inputs(net.variances, tests, forTest),
      ];
      trained.maps.forEach((map, layer) => {
        sums[layer] = (sums[layer] as number) + probe(map, known, unknown, feature, ridge) / repetitions;
      });
    }
    return { feature, accuracies: sums };
  });
  return { ...trained, tasks };
}

/** Features that are -√c or √c, either as likely: [n, features]. */
function inputs(variances: readonly number[], n: number, key: Key): Features {
  const by = draw(key);
  const width = variances.length;
  const values = Float32Array.from(
    { length: n * width },
    (_, at) => Math.sqrt(variances[at % width] as number) * (by.chance(0.5) ? 1 : -1),
  );
  return { values, n, width };
}

/** The sign of one feature, by ridge regression on what a map makes of inputs. */
function probe(
  map: LinearNetResult['maps'][number],
  known: Features,
  unknown: Features,
  feature: number,
  ridge: number,
): number {
  const signs = (given: Features): Float64Array =>
    Float64Array.from({ length: given.n }, (_, i) =>
      Math.sign(given.values[i * given.width + feature] as number),
    );
  const wanted = matrixFromData(known.n, 1, signs(known));
  const [model] = ridgeRegression(mapped(map, known), wanted, [ridge]);
  if (model === undefined) return NaN;
  const said = predictRidge(model, mapped(map, unknown));
  const right = signs(unknown);
  return said.data.filter((value, i) => Math.sign(value) === right[i]).length / unknown.n;
}

function mapped({ rows, values }: LinearNetResult['maps'][number], given: Features): Features {
  const made = new Float32Array(given.n * rows);
  for (let i = 0; i < given.n; i++)
    for (let r = 0; r < rows; r++) {
      let total = 0;
      for (let j = 0; j < given.width; j++)
        total += (values[r * given.width + j] as number) * (given.values[i * given.width + j] as number);
      made[i * rows + r] = total;
    }
  return { values: made, n: given.n, width: rows };
}
