export { isLocked } from '../moderation/is-locked.ts';
export { bestScore } from './best-score.ts';
export { commentHistory, type CommentVersion } from './comment-history.ts';
export { CommentText, longestComment } from './comment-text.ts';
export { getComment, type Comment, type CommentAuthor } from './comment.ts';
export { editComment, type EditAnswer } from './edit-comment.ts';
export { followState, followTalk, type FollowState } from './follow-talk.ts';
export { membersCalled, mention, mentionsIn } from './mentions.ts';
export { newestComments, type CommentSelection, type PlacedComment } from './newest-comments.ts';
export { noticeReasons, type NoticeReason } from './note-comment.ts';
export { isReaction, reactionNames, reactions, type Reaction } from './reactions.ts';
export {
  pageOfComment,
  readTalk,
  talkOrders,
  type TalkNode,
  type TalkOrder,
  type TalkPage,
} from './read-talk.ts';
export { eraseTalk, hideComment, removeOwnComment, showComment } from './remove-comment.ts';
export { ownReactions, toggleReaction } from './toggle-reaction.ts';
export { writeComment, type WriteAnswer } from './write-comment.ts';
