import type { Modality, RowKind, RowState } from '@broadsheet/lab';

/** How far a row is, for people. */
export const stateWords: Record<RowState, { word: string; means: string }> = {
  works: { word: 'works', means: 'its stored runs show the paper’s claim in its direction' },
  runs: {
    word: 'runs',
    means: 'its code is here and can be run; the claim has not been shown here yet',
  },
  'not-yet': { word: 'not yet', means: 'nothing of it can be run here yet' },
};

export const modalityWords: Record<Modality, string> = {
  images: 'Images',
  tables: 'Tables',
  texts: 'Texts',
  series: 'Time series',
  interactions: 'Interactions',
  theory: 'Theory',
};

export const kindWords: Record<RowKind, string> = {
  method: 'a method to train',
  theory: 'a theory or analysis to check',
  survey: 'a survey to map',
};

/** Words that are not spelt as their ids would have them. */
const spelt: Record<string, string> = {
  'ema-teacher': 'EMA teacher',
  'fine-tune': 'Fine-tuning',
  'info-nce': 'InfoNCE',
  'k-means': 'k-means',
  pgd: 'PGD',
  'two-tower': 'Two towers',
};

/** `projection-head` → `Projection head`. */
export function blockWord(block: string): string {
  const known = spelt[block];
  if (known !== undefined) return known;
  const words = block.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
