export { answerFeed } from './answer-feed.ts';
export { FeedSettings, readFeedSettings, usualFeedSettings, writeFeedSettings } from './feed-settings.ts';
export {
  exploredFields,
  feedDays,
  hiddenOnes,
  keepPlaces,
  placeOf,
  placesOfDay,
  PlaceReason,
  type FeedPlace,
  type NewFeedPlace,
} from './feed-places.ts';
export {
  longestName as longestInterestName,
  longestText as longestExampleText,
  mostExamples,
  mostInterests,
  type Interest,
  type InterestExample,
  type InterestRefusal,
  type NewExample,
  type Verdict,
} from './interest.ts';
export { addExamples, listExamples, removeExample, type AddedExamples } from './keep-examples.ts';
export { addInterest, changeInterest, deleteInterest, getInterest, listInterests } from './keep-interests.ts';
export {
  exportInterests,
  importInterests,
  type InterestProfile,
  type InterestsImport,
} from './move-interests.ts';
export { resetInterests, resets, type Reset } from './reset-interests.ts';
