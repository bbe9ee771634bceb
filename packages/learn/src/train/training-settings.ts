import type { RateSchedule } from './learning-rate.ts';
import type { PaperViewOptions } from './paper-views.ts';
import type { LexiconSize } from './tokenised-papers.ts';

/** Everything that an encoder follows from besides the papers and the seed. */
export interface TrainingSettings {
  /** Of a vector; int8 in the store, so as many bytes a paper. */
  readonly dimensions: number;
  readonly lexicon: LexiconSize;
  readonly views: PaperViewOptions;
  /** Of packages/methods, with options besides its defaults. */
  readonly method: { readonly id: string; readonly options: Readonly<Record<string, unknown>> };
  readonly batch: number;
  /** At its highest. */
  readonly learningRate: number;
  readonly schedule: RateSchedule;
  /** How often each paper is seen. */
  readonly epochs: number;
  /** Of a small library, papers are seen more often: so many steps at least. */
  readonly leastSteps: number;
}

/** Options of methods, for the small table of an encoder: without a head, which its rows do not need. */
export const methodOptions = {
  isogclr: { temperature: 0.1, leastTemperature: 0.05, mostTemperature: 1, headLayers: 0 },
  simclr: { temperature: 0.1, headLayers: 0 },
  'barlow-twins': { redundancy: 0.01, headLayers: 0 },
  cacr: { positives: 1, headLayers: 0 },
} as const;

/** Chosen on Cranfield, CACM and held-out papers alone; docs/decisions/012-encoder.md has what was tried. */
export const defaultSettings: TrainingSettings = {
  dimensions: 256,
  lexicon: { terms: 40_000, buckets: 2_048 },
  views: { length: 64, shares: { titleAndAbstract: 1, halves: 1, spanAndRest: 1 } },
  method: { id: 'isogclr', options: methodOptions.isogclr },
  batch: 256,
  learningRate: 0.01,
  schedule: 'cosine',
  epochs: 10,
  leastSteps: 1_500,
};
