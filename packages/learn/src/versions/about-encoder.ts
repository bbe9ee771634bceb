import { z } from 'zod';
import { PretrainedSettings } from '../pretrained/pretrained-settings.ts';

/** How good an encoder is by measures that need no labels, of papers that it was not trained on. */
export const EncoderCheck = z.object({
  /** How many papers were held out. */
  papers: z.number(),
  /** Shares of titles whose own abstract is the nearest of all, and among the nearest ten: 0 to 1. */
  recallAt1: z.number(),
  recallAt10: z.number(),
  /** Mean of 1 / place of the own abstract: 0 to 1. */
  meanReciprocalRank: z.number(),
  /** Effective rank of the vectors of abstracts: from 1 to the encoder's dimensions. */
  rankMe: z.number(),
  /** Mean squared distance of a title and its abstract: 0 to 4, the lower the nearer. */
  alignment: z.number(),
  /** How evenly abstracts lie on the sphere: at most 0, the lower the more evenly. */
  uniformity: z.number(),
});
export type EncoderCheck = z.infer<typeof EncoderCheck>;

/** What the store keeps beside an encoder: where it comes from and how good it is. */
export const AboutEncoder = z.discriminatedUnion('kind', [
  /** Came with the program. */
  z.looseObject({ kind: z.literal('first-edition'), check: EncoderCheck.optional() }),
  /** Was trained on the papers of this store; `training` is what training says of itself. */
  z.looseObject({
    kind: z.literal('trained'),
    check: EncoderCheck.optional(),
    training: z.unknown().optional(),
  }),
  /** Lies elsewhere. */
  z.looseObject({
    kind: z.literal('pretrained'),
    settings: PretrainedSettings,
    check: EncoderCheck.optional(),
  }),
]);
export type AboutEncoder = z.infer<typeof AboutEncoder>;

/** What the store keeps beside an encoder, or null where another release wrote what this one cannot read. */
export function readAbout(about: unknown): AboutEncoder | null {
  const parsed = AboutEncoder.safeParse(about);
  return parsed.success ? parsed.data : null;
}
