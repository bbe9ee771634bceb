import type { Encoder } from '@broadsheet/search';

/** The encoder in use, for finding by meaning; null before there is one, and papers are found by words. */
export async function encoderInUse(): Promise<Encoder | null> {
  return null;
}
