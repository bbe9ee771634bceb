/** What a row of the first edition is: a method to train, a theory to check, a survey to map. */
export type RowKind = 'method' | 'theory' | 'survey';

export type Modality = 'images' | 'tables' | 'texts' | 'series' | 'interactions' | 'theory';

export const families = {
  contrastive: 'Contrastive and redundancy-reduction pre-training',
  'semi-supervised': 'Semi-supervised learning, self-training and supervised pre-training',
  robustness: 'Imbalance, noisy labels and robustness',
  compression: 'Distillation, compression and data',
  continual: 'Continual learning, forgetting, in-context learning and theory of evaluation',
  applications: 'Recommendation, language and medicine',
} as const;

export type Family = keyof typeof families;

/** A paper of the first edition, or the base that many improve on, as something that can be run. */
export interface Row {
  readonly number: number;
  /** As in the address of its page and at the shell. */
  readonly id: string;
  readonly name: string;
  /** The paper's own title. */
  readonly title: string;
  /** SimCLR alone is a row without being one of the 62 papers. */
  readonly inFirstEdition: boolean;
  readonly family: Family;
  readonly kind: RowKind;
  readonly modalities: readonly Modality[];
  /** The building blocks that it stands on. */
  readonly blocks: readonly string[];
  /** Whether Broadsheet itself can put it to use. */
  readonly useful: boolean;
  /** What must be there, or it would be another method. */
  readonly mechanism: string;
  /** What a run has to show before the row counts as working. */
  readonly worksWhen: string;
}
