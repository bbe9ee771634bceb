import {
  keep,
  matmul,
  mul,
  random,
  scope,
  sqrt,
  square,
  sub,
  sum,
  tensor,
  transpose,
  valueAndGrad,
  type Tensor,
} from '@broadsheet/tensor';
import { adamW } from '../train/adam-w.ts';
import type { Optimiser } from '../train/optimiser.ts';
import { sgd } from '../train/sgd.ts';

/**
 * Inputs of the linear model that Xue et al. (2024, "Investigating the Benefits of Projection Head for Representation
 * Learning") study: features along orthogonal directions, each of which augmentation keeps to some degree.
 */
export interface LinearFeatures {
  /** c: each feature's variance over inputs. */
  readonly variances: readonly number[];
  /** ρ: each feature's correlation between two views of an input, above 0 up to 1; less where augmentation disturbs it. */
  readonly kept: readonly number[];
}

/**
 * How much of each feature there is after layer `layer` of a linear net of `layers` that was trained by the spectral
 * contrastive loss from a small start, as a standard deviation: c^½·(ρ/c)^(layer / 2·layers), and 0 of features beyond the
 * `gives` that are kept best.
 *
 * It follows in two steps. The loss -2·tr(W·C⁺·Wᵀ) + tr((W·C·Wᵀ)²), with C the covariance of inputs and C⁺ that of two
 * views, is least where WᵀW has c⁺/c² = ρ/c along each direction, for the `gives` largest ρ. Gradient descent from a small
 * start keeps layers balanced, W₂ᵀ·W₂ = W₁·W₁ᵀ (Arora et al., 2018), so that each has an equal part of a direction's gain.
 * Features thus go from √c at the input to √ρ at the output by equal steps of their ratio: what lies before the head is
 * closer to the input's weighting, and what lies behind it is what the loss wants.
 *
 * @param layer 0 for the input, up to `layers` for the output.
 */
export function featureAfterLayer(
  features: LinearFeatures,
  gives: number,
  layer: number,
  layers: number,
): number[] {
  const { variances, kept } = checked(features);
  const learnt = new Set(
    kept
      .map((rho, i) => [rho, i] as const)
      .toSorted(([a], [b]) => b - a)
      .slice(0, gives)
      .map(([, i]) => i),
  );
  return variances.map((c, i) => {
    if (layer > 0 && !learnt.has(i)) return 0;
    return Math.sqrt(c) * ((kept[i] as number) / c) ** (layer / (2 * layers));
  });
}

function checked(features: LinearFeatures): LinearFeatures {
  const { variances, kept } = features;
  if (variances.length !== kept.length || variances.length === 0)
    throw new RangeError(
      `Each feature has a variance and a share that is kept; there are ${variances.length} and ${kept.length}.`,
    );
  if (!variances.every((c) => c > 0) || !kept.every((rho) => rho > 0 && rho <= 1))
    throw new RangeError('Variances are above 0, and what augmentation keeps is above 0 and at most 1.');
  return features;
}

/**
 * The spectral contrastive loss of a linear map over the whole population (HaoChen et al., 2021):
 * -2·E f(x)ᵀf(x⁺) + E (f(x)ᵀf(x⁻))² = -2·tr(W·C⁺·Wᵀ) + tr((W·C·Wᵀ)²).
 * @param w [gives, features].
 * @param c the features' variances [features], and `positive` their covariances between views.
 */
export function spectralContrastiveLoss(w: Tensor, c: Tensor, positive: Tensor): Tensor {
  const attraction = sum(mul(square(w), positive));
  return sub(sum(square(matmul(mul(w, c), transpose(w)))), mul(2, attraction));
}

export interface LinearNetOptions extends LinearFeatures {
  /** Length of each layer's output; the last is what the loss sees. */
  readonly widths: readonly number[];
  readonly steps: number;
  readonly learningRate: number;
  /** Deviation of the weights at the start. */
  readonly start: number;
  readonly seed: number;
  readonly optimiser?: 'sgd' | 'adam';
}

export interface LinearNetResult {
  readonly loss: number;
  /** After each layer, how much of each feature there is, as a standard deviation. */
  readonly measured: readonly (readonly number[])[];
  /** The same as `featureAfterLayer` has it. */
  readonly predicted: readonly (readonly number[])[];
  /** [rows, features] of each layer's map from the input, row after row. */
  readonly maps: readonly { readonly rows: number; readonly values: Float32Array }[];
}

/**
 * Trains a linear net by full gradients of the population's loss, and measures what is left of each feature by layer.
 * @throws RangeError where it diverges.
 */
export function trainLinearNet(options: LinearNetOptions): LinearNetResult {
  const { widths, steps, learningRate, start, seed, optimiser: chosen = 'sgd' } = options;
  const { variances, kept } = checked(options);
  const d = variances.length;
  const optimiser: Optimiser = chosen === 'sgd' ? sgd({ momentum: 0 }) : adamW();
  return scope(() => {
    const c = tensor([...variances]);
    const positive = tensor(variances.map((value, i) => value * (kept[i] as number)));
    const sizes = [d, ...widths];
    const layers = widths.map((width, i) =>
      random.normal(random.fold(random.key(seed), i), [width, sizes[i] as number], 0, start),
    );
    const memory = keep(optimiser.init(layers));
    const lossOf = valueAndGrad((given: Tensor[]) =>
      spectralContrastiveLoss(mapsOf(given).at(-1) as Tensor, c, positive),
    );
    for (let step = 1; step <= steps; step++)
      scope(() => optimiser.step(layers, lossOf(layers).gradients, memory, { learningRate, step }));
    const maps = mapsOf(layers);
    const loss = lossOf(layers).value.item();
    if (!Number.isFinite(loss))
      throw new RangeError(
        `trainLinearNet: the loss is ${loss} after ${steps} steps of ${learningRate}. Take a smaller learning rate.`,
      );
    const result = {
      loss,
      measured: maps.map((map) => [...mul(sqrt(sum(square(map), 0)), sqrt(c)).dataNow()]),
      predicted: widths.map((_, i) =>
        featureAfterLayer(options, widths.at(-1) as number, i + 1, widths.length),
      ),
      maps: maps.map((map) => ({ rows: map.shape[0] as number, values: map.dataNow() as Float32Array })),
    };
    for (const own of memory) for (const kind of Object.values(own)) kind.dispose();
    return result;
  });
}

/** W₁, W₂·W₁, … */
function mapsOf(layers: readonly Tensor[]): Tensor[] {
  const maps: Tensor[] = [];
  for (const layer of layers) maps.push(maps.length === 0 ? layer : matmul(layer, maps.at(-1) as Tensor));
  return maps;
}
