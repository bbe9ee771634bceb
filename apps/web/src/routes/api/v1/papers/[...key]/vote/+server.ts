import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import {
  answerCastVote,
  answerOwnVote,
  answerTakeBackVote,
} from '../../../../../../lib/server/api/vote-answers.ts';
import { castVote, ownVote, takeBackVote } from '../../../../../../lib/server/api/vote-operations.ts';

export const GET = endpoint(ownVote, answerOwnVote);
export const PUT = endpoint(castVote, answerCastVote);
export const DELETE = endpoint(takeBackVote, answerTakeBackVote);
