export {
  catchUp,
  longestAway,
  type CatchUp,
  type CatchUpItem,
  type CatchUpRequest,
  type FurtherRanking,
} from './catch-up.ts';
export {
  catchUpViews,
  forgetCaughtUp,
  getMarker,
  markCaughtUp,
  type CatchUpView,
  type CaughtUp,
  type Marker,
} from './marker.ts';
