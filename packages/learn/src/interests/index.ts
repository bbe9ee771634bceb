export { Background, backgroundSize, interestSettings, type InterestSettings } from './background.ts';
export type { Features, SparseVector } from './features.ts';
export { InterestModel, type Example, type ScoreParts } from './interest-model.ts';
export { learnInterest, type LearntExample, type LearntInterest } from './learn-interest.ts';
export { libraryBackground, type LibraryBackground } from './library-background.ts';
export type { InterestEncoder } from './paper-features.ts';
export { standardise } from './standardise.ts';
export { TermWeights } from './term-weights.ts';
