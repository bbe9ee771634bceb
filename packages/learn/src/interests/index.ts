export { Background, backgroundSize, interestSettings, type InterestSettings } from './background.ts';
export type { Features, SparseVector } from './features.ts';
export { InterestModel, type Example, type ScoreParts } from './interest-model.ts';
export { TermWeights } from './term-weights.ts';
export { standardise } from './standardise.ts';
