/** What is filled in on the page of similar papers, as it was typed. */
export interface SimilarForm {
  /** Ids and addresses, or the text of a file. */
  of: string;
  category: string;
  after: string;
  before: string;
  sort: 'relevance' | 'date' | 'votes';
  by: 'both' | 'words';
}

/** Fields that need another look, each with what is right. */
export type SimilarTroubles = Partial<Record<keyof SimilarForm, string>>;

export const similarSorts = [
  ['relevance', 'Most similar'],
  ['date', 'Newest'],
  ['votes', 'Most votes'],
] as const;
