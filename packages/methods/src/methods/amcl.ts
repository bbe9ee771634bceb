import {
  add,
  concat,
  div,
  full,
  identity,
  log,
  logSumExp,
  matmul,
  mean,
  mul,
  normalize,
  random,
  reciprocal,
  sigmoid,
  split,
  square,
  sub,
  sum,
  transpose,
  type Key,
  type Parameters,
  type Tensor,
} from '@broadsheet/tensor';
import { mlp, type MlpParameters } from '../nets/mlp.ts';
import { inside } from '../nets/pass.ts';
import { projectionHead } from '../nets/projection-head.ts';
import { crossCorrelation, standardise } from './barlow-twins.ts';
import { describedHead, headOf, type ProjectionOptions } from './head-options.ts';
import { learner, type Method } from './method.ts';

/** The losses that are made adaptive. */
export type AmclFamily = 'simclr' | 'barlow-twins';

const families: readonly AmclFamily[] = ['simclr', 'barlow-twins'];

export type AmclOptions = ProjectionOptions & {
  readonly family: AmclFamily;
  /** Projection heads: the paper's C. */
  readonly heads: number;
  /** A temperature for each pair and head; without, one for all, which is the baseline. */
  readonly adaptive: boolean;
  /** The one temperature of `simclr` without adaptive ones. */
  readonly temperature: number;
  readonly leastTemperature: number;
  readonly mostTemperature: number;
  /** The paper's β. */
  readonly regularisation: number;
  /** Width of the hidden layer of φ, which temperatures come from. */
  readonly temperatureWidth: number;
  /** Barlow Twins' λ, for the family `barlow-twins`. */
  readonly redundancy: number;
  /** The batch size, for the family `barlow-twins`, whose φ compares columns of a batch. */
  readonly batch: number;
};

/**
 * Temperatures of pairs (Wang et al., 2024): τ = low + (high - low)·sigmoid(-φ(x)·φ(y)), so that pairs that φ
 * finds alike have low ones. φ's outputs [n, k] and [m, k] → [n, m], within [low, high].
 */
export function pairTemperatures(one: Tensor, other: Tensor, low: number, high: number): Tensor {
  return add(low, mul(high - low, sigmoid(mul(-1, matmul(one, transpose(other))))));
}

/**
 * The regulariser of temperatures (the same paper): Ω(τ) = d/2·log τ + 1/τ. It is what -log N(zⱼ; zᵢ, τ·I) has besides
 * the similarity over τ, for unit vectors of length d and without constants.
 */
export function temperaturePenalty(tau: Tensor, d: number): Tensor {
  return add(mul(d / 2, log(tau)), reciprocal(tau));
}

/**
 * NT-Xent of one head with a temperature for each pair:
 *
 *   lᵢ = log Σ_{j ≠ i} exp(sᵢⱼ/τᵢⱼ - β·Ω(τᵢⱼ)) - (sᵢₚ/τᵢₚ - β·Ω(τᵢₚ)),
 *
 * p the other view of i: the negative log of the positive's share of the pairs' likelihoods, at β = 1 of Gaussian ones. With
 * equal temperatures Ω cancels, and it is NT-Xent.
 * @param z unit vectors [2n, d], the second views after the first ones.
 * @param tau [2n, 2n], symmetric.
 */
export function adaptiveNtXent(z: Tensor, tau: Tensor, regularisation: number): Tensor {
  const [rows, d] = z.shape as [number, number];
  const similarity = matmul(z, transpose(z));
  const logits = sub(div(similarity, tau), mul(regularisation, temperaturePenalty(tau, d)));
  // Never above any other: a pair of an input with itself does not take part.
  const present = sub(logits, mul(1e30, identity(rows)));
  const positives = mul(logits, otherView(rows));
  return mean(sub(logSumExp(present, 1), sum(positives, 1)));
}

/** 1 where the column is the other view of the row: [2n, 2n]. */
function otherView(rows: number): Tensor {
  const [first, second] = split(identity(rows), 2) as [Tensor, Tensor];
  return concat([second, first]);
}

/**
 * The Barlow Twins loss of one head with a temperature for each pair of embedding numbers (Wang et al., 2024):
 *
 *   Σᵢ (1 - Cᵢᵢ/τᵢᵢ)² + λ Σ_{i ≠ j} Cᵢⱼ²/τᵢⱼ + β (Σᵢ Ω(τᵢᵢ) - Σ_{i ≠ j} Ω(τᵢⱼ)).
 *
 * With all temperatures 1 and without β it is the Barlow Twins loss.
 * @param one standardised [n, d], `other` too.
 * @param tau [d, d].
 */
export function adaptiveBarlowTwins(
  one: Tensor,
  other: Tensor,
  tau: Tensor,
  { redundancy, regularisation }: Pick<AmclOptions, 'redundancy' | 'regularisation'>,
): Tensor {
  const d = one.shape[1] as number;
  const eye = identity(d);
  const c = crossCorrelation(one, other);
  const penalty = temperaturePenalty(tau, d);
  const invariance = sum(mul(eye, square(sub(1, div(c, tau)))));
  const redundant = sum(mul(sub(1, eye), div(square(c), tau)));
  const regulariser = sum(mul(sub(mul(2, eye), 1), penalty));
  return add(add(invariance, mul(redundancy, redundant)), mul(regularisation, regulariser));
}

/** One temperature for all pairs: [size, size]. */
function same(temperature: number, size: number): Tensor {
  return full([size, size], temperature);
}

type AmclParameters = {
  readonly encoder: Parameters;
  readonly heads: readonly MlpParameters[];
  /** φ, which all heads share; none where temperatures are fixed. */
  readonly temperature: MlpParameters;
};

/** AMCL: several heads look at a pair, and each gives it a temperature of its own. */
export const amcl: Method<AmclOptions> = {
  id: 'amcl',
  name: 'AMCL',
  source: {
    title: 'Adaptive Multi-head Contrastive Learning',
    authors: 'Wang, Koniusz, Gedeon, Zheng',
    year: 2024,
    arxiv: '2310.05615',
  },
  needs: { views: 2, labels: false },
  defaults: {
    family: 'simclr',
    heads: 3,
    adaptive: true,
    temperature: 0.5,
    leastTemperature: 0.05,
    mostTemperature: 2,
    regularisation: 0.01,
    temperatureWidth: 128,
    redundancy: 0.005,
    batch: 256,
    headLayers: 2,
    headWidth: 512,
    gives: 128,
  },
  describes: {
    family: {
      kind: 'choice',
      meaning: 'the loss that is made adaptive',
      choices: ['simclr', 'barlow-twins'],
    },
    heads: { kind: 'integer', meaning: 'projection heads', least: 1, most: 32 },
    adaptive: { kind: 'switch', meaning: 'a temperature for each pair and head, instead of one for all' },
    temperature: {
      kind: 'number',
      meaning: 'the one temperature of simclr where it is not adaptive',
      above: 0,
      most: 10,
    },
    leastTemperature: { kind: 'number', meaning: 'where temperatures end below', above: 0, most: 10 },
    mostTemperature: { kind: 'number', meaning: 'where temperatures end above', above: 0, most: 100 },
    regularisation: {
      kind: 'number',
      meaning: 'β, the weight of what keeps temperatures from extremes',
      least: 0,
      most: 10,
    },
    temperatureWidth: {
      kind: 'integer',
      meaning: 'hidden width of φ, which temperatures come from',
      least: 1,
      most: 4096,
    },
    redundancy: { kind: 'number', meaning: 'λ of the family barlow-twins', least: 0, most: 10 },
    batch: {
      kind: 'integer',
      meaning: 'the run’s batch size, for the family barlow-twins',
      least: 2,
      most: 65_536,
    },
    ...describedHead,
  },
  learner(encoder, options) {
    const {
      family,
      heads,
      adaptive,
      leastTemperature: low,
      mostTemperature: high,
      regularisation,
      batch,
    } = options;
    if (!families.includes(family))
      throw new RangeError(`amcl: family is one of ${families.join(', ')}, not "${String(family)}".`);
    if (low >= high)
      throw new RangeError(`amcl: leastTemperature (${low}) is not below mostTemperature (${high}).`);
    const head = projectionHead(encoder.gives, headOf(options));
    const compared = family === 'simclr' ? head.gives : batch;
    const phi = mlp([compared], { hidden: [options.temperatureWidth], gives: compared });
    return learner<AmclParameters, Record<string, never>>({
      init(key) {
        const [forEncoder, forHeads, forPhi] = random.split(key, 3) as [Key, Key, Key];
        return {
          encoder: encoder.init(forEncoder),
          heads: random.split(forHeads, heads).map((own) => head.init(own)),
          temperature: adaptive ? phi.init(forPhi) : [],
        };
      },
      state: () => ({}),
      loss(parameters, _state, { views }, pass) {
        const h = encoder.run(parameters.encoder, concat(views as [Tensor, Tensor]), inside(pass, 'encoder'));
        const temperaturesOf = (one: Tensor, other: Tensor): Tensor => {
          const see = (x: Tensor): Tensor => phi.run(parameters.temperature, x, inside(pass, 'temperature'));
          const seen = see(one);
          return pairTemperatures(seen, one === other ? seen : see(other), low, high);
        };
        const simclrOf = (z: Tensor): readonly [Tensor, Tensor] => {
          const unit = normalize(z);
          const rows = unit.shape[0] as number;
          const tau = adaptive ? temperaturesOf(unit, unit) : same(options.temperature, rows);
          return [adaptiveNtXent(unit, tau, regularisation), mean(tau)];
        };
        const barlowTwinsOf = (z: Tensor): readonly [Tensor, Tensor] => {
          const [one, other] = split(z, 2).map(standardise) as [Tensor, Tensor];
          const [n, d] = one.shape as [number, number];
          if (adaptive && n !== batch)
            throw new RangeError(
              `amcl: the option batch is ${batch}, and the batches have ${n}. Make them the same.`,
            );
          const columns = (x: Tensor): Tensor => mul(1 / Math.sqrt(n), transpose(x));
          const tau = adaptive ? temperaturesOf(columns(one), columns(other)) : same(1, d);
          const weights = adaptive ? options : { ...options, regularisation: 0 };
          return [adaptiveBarlowTwins(one, other, tau, weights), mean(tau)];
        };
        const each = parameters.heads.map((own, i) => {
          const z = head.run(own, h, inside(pass, `head${i}`));
          return family === 'simclr' ? simclrOf(z) : barlowTwinsOf(z);
        });
        const total = each.map(([loss]) => loss).reduce((a, b) => add(a, b));
        const temperature = mul(
          1 / each.length,
          each.map(([, tau]) => tau).reduce((a, b) => add(a, b)),
        );
        return [total, { readings: { temperature } }];
      },
    });
  },
};
