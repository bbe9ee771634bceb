import type { EncoderName } from './encoder-names.ts';

/** What a reader asks of a run: plain values, on their way from the page to the thread that learns. */
export interface RunWish {
  readonly method: string;
  readonly options: Readonly<Record<string, string | number | boolean>>;
  readonly encoder: EncoderName;
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly backend: 'wasm' | 'webgpu';
}

/** From the page to the thread that learns. */
export type Wish =
  | { readonly kind: 'begin'; readonly run: RunWish }
  /** Take steps up to this one, then rest. */
  | { readonly kind: 'go'; readonly until: number }
  /** Rest after the step that is on its way. */
  | { readonly kind: 'rest' };

/** What a run is, told before its first step. */
export interface RunFacts {
  /** `2 threads`, `the graphics processor`. */
  readonly computesOn: string;
  readonly threads: number;
  readonly isolated: boolean;
  readonly steps: number;
  readonly perEpoch: number;
  /** Digits to learn from, and held out. */
  readonly learning: number;
  readonly heldOut: number;
  readonly parameters: number;
  /** With how many digits whose classes are known, and on how many held-out ones, the encoder is judged on the way. */
  readonly known: number;
  readonly asked: number;
  /** uint8 [asked, 28, 28]: the held-out digits of the map; 255 is ink. */
  readonly pictures: Uint8Array<ArrayBuffer>;
  /** Their classes. */
  readonly labels: Uint8Array<ArrayBuffer>;
}

export interface StepNews {
  readonly step: number;
  readonly loss: number;
  readonly learningRate: number;
  readonly readings: Readonly<Record<string, number>>;
}

/** What the encoder makes of the held-out digits, at a step. */
export interface Look {
  /** 0 is the untrained encoder. */
  readonly step: number;
  /** [asked, 2], the first two principal components, turned so that they lie on the map before; of mean square 1. */
  readonly map: Float32Array<ArrayBuffer>;
  /** The share of the variance that the map shows, 0 to 1. */
  readonly shown: number;
  /** Share of held-out digits that are classified rightly, 0 to 1. */
  readonly neighbourAccuracy: number;
  readonly probeAccuracy: number;
  readonly rank: number;
  /** Held-out digits and, for each, the held-out ones most like it, the most alike first. */
  readonly neighbours: readonly { readonly query: number; readonly found: readonly number[] }[];
  /** How long it took to look, in seconds. */
  readonly seconds: number;
}

export type Trouble = 'diverged' | 'memory' | 'webgpu' | 'option' | 'other';

/** From the thread that learns to the page. */
export type News =
  | { readonly kind: 'ready'; readonly facts: RunFacts }
  /** Steps since the last news; how many seconds all steps so far took, and with looking at them. */
  | {
      readonly kind: 'steps';
      readonly steps: readonly StepNews[];
      readonly seconds: number;
      readonly busySeconds: number;
    }
  | { readonly kind: 'look'; readonly look: Look }
  | { readonly kind: 'resting'; readonly step: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly trouble: Trouble; readonly message: string };
