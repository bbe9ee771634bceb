import type { HeadOptions } from '../nets/projection-head.ts';
import type { OptionDescription } from './option-description.ts';

/** What the methods with a projection head say about it. */
export type ProjectionOptions = {
  readonly headLayers: number;
  readonly headWidth: number;
  /** Length of what the loss compares. */
  readonly gives: number;
};

export const describedHead: { readonly [Name in keyof ProjectionOptions]: OptionDescription } = {
  headLayers: { kind: 'integer', meaning: 'layers of the projection head; 0 for none', least: 0, most: 8 },
  headWidth: { kind: 'integer', meaning: 'width of the head’s hidden layers', least: 1, most: 16_384 },
  gives: {
    kind: 'integer',
    meaning: 'length of the embeddings that the loss compares',
    least: 1,
    most: 16_384,
  },
};

/** The head that a method’s options ask for. */
export function headOf({ headLayers, headWidth, gives }: ProjectionOptions): HeadOptions {
  return { layers: headLayers, width: headWidth, gives };
}
