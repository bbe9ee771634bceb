import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import {
  answerChangeComment,
  answerComment,
  answerRemoveComment,
} from '../../../../../lib/server/api/talk-answers.ts';
import { changeComment, comment, removeComment } from '../../../../../lib/server/api/talk-operations.ts';

export const GET = endpoint(comment, answerComment);
export const PATCH = endpoint(changeComment, answerChangeComment);
export const DELETE = endpoint(removeComment, answerRemoveComment);
