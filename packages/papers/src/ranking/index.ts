export { refreshTrending, rescorePapers, scoreFreshPapers } from './refresh-trending.ts';
export { standingVotes } from './standing-votes.ts';
export {
  explainTrending,
  hoursPerTenfold,
  starAllowance,
  starsPerVote,
  trendingFormula,
  trendingScore,
} from './trending.ts';
export type { TrendingInput, TrendingTerms } from './trending.ts';
