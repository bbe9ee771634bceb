/** Filled by the ranking room: the terms that make a paper's trending score, as they are shown to readers. */
export interface TrendingTerms {
  formula: number;
  /** log10-scaled attention after field correction. */
  attention: number;
  votes: number;
  /** Comments after the cap by votes. */
  comments: number;
  field: string | null;
  /** What attention was divided by. */
  fieldFactor: number;
  /** Linear time term. */
  time: number;
  /** Instant (ISO) that the time term was reckoned from. */
  reference: string | null;
  score: number;
}
