import { activeEncoder, countTextsSince, type Store } from '@broadsheet/papers';
import { readAbout } from './about-encoder.ts';

/** Fewer papers teach an encoder less than the first edition has taught the one that came with the program. */
const fewest = 2000;
/** The share of papers that came after the encoder was made, from which on it is worth training another. */
const share = 0.5;

interface LearningDue {
  readonly papers: number;
  /** How many of them came after the encoder in use was made. */
  readonly since: number;
}

/**
 * Whether most of the papers here came after the encoder in use was made, so that it knows neither their words nor what they are
 * about; null where they did not, where no encoder is in use, and where one was chosen that was trained elsewhere.
 */
export async function learningDue(store: Pick<Store, 'query'>): Promise<LearningDue | null> {
  const active = await activeEncoder(store);
  if (active === null || readAbout(active.about)?.kind === 'pretrained') return null;
  const { papers, since } = await countTextsSince(store, active.madeAt);
  return papers >= fewest && since > share * papers ? { papers, since } : null;
}
