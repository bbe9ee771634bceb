export { refreshTrending, rescorePapers } from './refresh-trending.ts';
export { explainTrending, hoursPerTenfold, trendingFormula, trendingScore } from './trending.ts';
export type { TrendingInput, TrendingTerms } from './trending.ts';
