import type { Progress } from '../train.ts';

/** From the page to the thread that learns. */
export type Wish =
  | { readonly kind: 'learn'; readonly epochs: number }
  | { readonly kind: 'stop' }
  /** [28, 28] of ink from 0 to 1. */
  | { readonly kind: 'classify'; readonly ink: Float32Array };

/** A digit that was taken for another one. */
export interface Mistake {
  readonly ink: Float32Array;
  readonly is: number;
  readonly takenFor: number;
}

/** From the thread that learns to the page. */
export type News =
  | {
      readonly kind: 'ready';
      readonly computesOn: string;
      readonly learning: number;
      readonly heldOut: number;
    }
  | ({ readonly kind: 'progress' } & Progress)
  | { readonly kind: 'examined'; readonly accuracy: number; readonly mistakes: readonly Mistake[] }
  | { readonly kind: 'done'; readonly seconds: number }
  | { readonly kind: 'classified'; readonly shares: Float32Array }
  | { readonly kind: 'failed'; readonly message: string };
