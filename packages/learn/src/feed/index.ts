export { chooseFields, type FieldAnswers } from './choose-fields.ts';
export { composeFeed, type FeedInterest, type FeedOrder } from './compose-feed.ts';
export { previewFeed, readFeed, remakeFeed, type FeedReading } from './read-feed.ts';
export { sharePlaces, type InterestList, type SharedPlace } from './share-places.ts';
