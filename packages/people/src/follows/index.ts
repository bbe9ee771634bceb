export { clusterAuthor, identityOf, type AuthorCluster } from './author-clusters.ts';
export { AuthorIdentity, type AuthorMatch } from './author-identity.ts';
export { correctAuthor } from './correct-author.ts';
export { followKinds, mostFollows, mostSearches, type Follow, type FollowKind } from './follow.ts';
export {
  chooseFollowed,
  followedNews,
  type FollowedBy,
  type FollowedPaper,
  type QueryMatcher,
} from './followed-news.ts';
export { followWords } from './follow-words.ts';
export {
  addFollow,
  deleteFollow,
  findFollow,
  getFollow,
  listFollows,
  setIdentity,
  type FollowRefusal,
} from './keep-follows.ts';
export { FollowInput, readFollow, type FollowTroubles, type NewFollow } from './read-follow.ts';
export {
  budgets,
  changeReadingSettings,
  getReadingSettings,
  longestLook,
  type ReadingSettings,
} from './reading-settings.ts';
