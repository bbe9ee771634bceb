import {
  add,
  clip,
  concat,
  div,
  equal,
  exp,
  full,
  gather,
  identity,
  log,
  matmul,
  mean,
  mul,
  normalize,
  split,
  stopGradient,
  sub,
  sum,
  transpose,
  where,
  zeros,
  type Tensor,
} from '@broadsheet/tensor';
import { encoderWithHead, type WithHead } from './encoder-with-head.ts';
import { describedHead, headOf, type ProjectionOptions } from './head-options.ts';
import { learner, type Method } from './method.ts';
import { writeRows } from './write-rows.ts';

export type IsogclrOptions = ProjectionOptions & {
  /** The temperature that every input begins with, and its bounds. */
  readonly temperature: number;
  readonly leastTemperature: number;
  readonly mostTemperature: number;
  /** The paper's ρ. */
  readonly robustness: number;
  /** Share of the new in the moving average of gᵢ: the paper's β₀. */
  readonly averaging: number;
  /** Share of the new in the moving average of the temperature's gradient: the paper's β₁. */
  readonly temperatureAveraging: number;
  /** The temperature's learning rate; 0 holds all of them fast. */
  readonly temperatureRate: number;
};

/** What is remembered of every input of the data set, each [size, 1]. */
export type IsogclrState = {
  /** Moving averages of gᵢ; 0 of inputs that were not seen yet. */
  readonly average: Tensor;
  readonly temperature: Tensor;
  /** Moving averages of the gradients with respect to the temperatures. */
  readonly slope: Tensor;
};

export interface RobustContrast {
  /** One number: the objective's value, with the gradient that the moving averages stand for. */
  readonly loss: Tensor;
  /** [n, 1]: the moving averages with this batch, the mean of both views. */
  readonly average: Tensor;
  /** [n, 1]: the objective's derivatives with respect to the temperatures, the mean of both views. */
  readonly slope: Tensor;
}

/**
 * The robust contrastive loss with temperatures of each input's own (Qiu et al., 2023), which is what
 * distributionally robust optimisation over the negatives of an anchor comes to:
 *
 *   Fᵢ = τᵢ·log gᵢ + τᵢ·ρ,  gᵢ = meanⱼ exp(hᵢⱼ / τᵢ),  hᵢⱼ = zᵢ·zⱼ - zᵢ·zᵢ′,
 *
 * with zᵢ′ the other view of the anchor and j over all 2(n - 1) views of other inputs. A small batch estimates gᵢ badly; so
 * a moving average sᵢ over the steps that have seen the input stands in its place, and the gradient is τᵢ·∇gᵢ / sᵢ.
 * @param one embeddings [n, d] of the first views, which are normalised here; `other`, of the second.
 * @param temperature [n, 1], and `previous`, the moving averages before this batch, 0 where there are none.
 */
export function robustContrast(
  one: Tensor,
  other: Tensor,
  {
    temperature,
    previous,
    robustness,
    averaging,
  }: {
    readonly temperature: Tensor;
    readonly previous: Tensor;
    readonly robustness: number;
    readonly averaging: number;
  },
): RobustContrast {
  const n = one.shape[0] as number;
  const [first, second] = [normalize(one), normalize(other)];
  const z = concat([first, second]);
  const tau = concat([temperature, temperature]);
  const positive = sum(mul(first, second), 1, { keepDims: true });
  const h = sub(matmul(z, transpose(z)), concat([positive, positive]));
  const scaled = div(h, tau);
  const others = concat([sub(1, identity(n)), sub(1, identity(n))], 1);
  const negatives = concat([others, others]);
  const share = 1 / Math.max(1, 2 * (n - 1));
  const weights = mul(exp(scaled), mul(negatives, share));
  const g = sum(weights, 1, { keepDims: true });
  const known = concat([previous, previous]);
  const moved = add(mul(1 - averaging, known), mul(averaging, g));
  const s = stopGradient(where(equal(known, 0), g, moved));
  const slopes = sub(add(log(s), robustness), div(sum(mul(weights, scaled), 1, { keepDims: true }), s));
  const objective = mul(tau, add(log(s), robustness));
  const surrogate = div(mul(tau, g), s);
  const loss = mean(add(surrogate, stopGradient(sub(objective, surrogate))));
  return { loss, average: meanOfViews(s), slope: stopGradient(meanOfViews(slopes)) };
}

/** [2n, 1] → [n, 1]. */
function meanOfViews(x: Tensor): Tensor {
  const [one, other] = split(x, 2) as [Tensor, Tensor];
  return mul(0.5, add(one, other));
}

/** The authors' bound for a single gradient of a temperature, which begins with logarithms of nothing. */
const steepest = 3;

/** A step of the temperatures of some inputs, by momentum and within their bounds: all [n, 1]. */
export function temperatureStep(
  { temperature, slope }: { readonly temperature: Tensor; readonly slope: Tensor },
  found: Tensor,
  options: Pick<
    IsogclrOptions,
    'temperatureAveraging' | 'temperatureRate' | 'leastTemperature' | 'mostTemperature'
  >,
): { temperature: Tensor; slope: Tensor } {
  const { temperatureAveraging, temperatureRate, leastTemperature, mostTemperature } = options;
  const clipped = clip(found, -steepest, steepest);
  const moved = add(mul(1 - temperatureAveraging, slope), mul(temperatureAveraging, clipped));
  const next = sub(temperature, mul(temperatureRate, moved));
  return { temperature: clip(next, leastTemperature, mostTemperature), slope: moved };
}

/**
 * iSogCLR: SimCLR's views and head, and for each input a temperature of its own, which grows where many others mean the
 * same and shrinks where few do. Small batches are enough, since what they say of an input is averaged over steps.
 */
export const isogclr: Method<IsogclrOptions> = {
  id: 'isogclr',
  name: 'iSogCLR',
  source: {
    title:
      'Not All Semantics are Created Equal: Contrastive Self-supervised Learning with Automatic Temperature Individualization',
    authors: 'Qiu, Hu, Yuan, Zhou, Zhang, Yang',
    year: 2023,
    arxiv: '2305.11965',
  },
  needs: { views: 2, labels: false },
  // What the authors take for CIFAR with a ResNet-18.
  defaults: {
    temperature: 0.1,
    leastTemperature: 0.05,
    mostTemperature: 1,
    robustness: 0.4,
    averaging: 0.8,
    temperatureAveraging: 0.5,
    temperatureRate: 0.03,
    headLayers: 2,
    headWidth: 512,
    gives: 128,
  },
  describes: {
    temperature: {
      kind: 'number',
      meaning: 'the temperature that every input begins with',
      least: 0.025,
      most: 10,
    },
    // exp(2 / 0.025) is near the end of float32.
    leastTemperature: { kind: 'number', meaning: 'where temperatures end below', least: 0.025, most: 10 },
    mostTemperature: { kind: 'number', meaning: 'where temperatures end above', least: 0.025, most: 10 },
    robustness: {
      kind: 'number',
      meaning: 'ρ: the larger, the smaller temperatures get',
      least: 0,
      most: 20,
    },
    averaging: { kind: 'number', meaning: 'share of the new in the moving average of gᵢ', above: 0, most: 1 },
    temperatureAveraging: {
      kind: 'number',
      meaning: 'share of the new in the moving average of a temperature’s gradient',
      above: 0,
      most: 1,
    },
    temperatureRate: {
      kind: 'number',
      meaning: 'learning rate of the temperatures; 0 holds them',
      least: 0,
      most: 10,
    },
    ...describedHead,
  },
  learner(encoder, options, data) {
    const net = encoderWithHead(encoder, headOf(options));
    if (options.leastTemperature > options.mostTemperature)
      throw new RangeError(
        `isogclr: leastTemperature (${options.leastTemperature}) is above mostTemperature (${options.mostTemperature}).`,
      );
    return learner<WithHead, IsogclrState>({
      init: (key) => net.init(key),
      stages: (parameters, inputs, pass) => net.stages(parameters, inputs, pass),
      state: () => ({
        average: zeros([data.size, 1]),
        temperature: full([data.size, 1], options.temperature),
        slope: zeros([data.size, 1]),
      }),
      loss(parameters, state, { views, indices }, pass) {
        const z = net.embed(parameters, concat(views as [Tensor, Tensor]), pass);
        const [one, other] = split(z, 2) as [Tensor, Tensor];
        const temperature = gather(state.temperature, indices);
        const { loss, average, slope } = robustContrast(one, other, {
          temperature,
          previous: gather(state.average, indices),
          robustness: options.robustness,
          averaging: options.averaging,
        });
        return [loss, { readings: { temperature: mean(temperature) }, remembered: { average, slope } }];
      },
      afterStep(_parameters, state, { remembered }, { indices }) {
        const { average, slope } = remembered as { average: Tensor; slope: Tensor };
        const known = {
          temperature: gather(state.temperature, indices),
          slope: gather(state.slope, indices),
        };
        const next = temperatureStep(known, slope, options);
        writeRows(state.average, indices, average);
        writeRows(state.temperature, indices, next.temperature);
        writeRows(state.slope, indices, next.slope);
      },
    });
  },
};
