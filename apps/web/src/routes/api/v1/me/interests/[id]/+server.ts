import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import {
  answerInterest,
  answerChange,
  answerDelete,
} from '../../../../../../lib/server/api/interest-answers.ts';
import {
  interest,
  changeOwnInterest,
  deleteOwnInterest,
} from '../../../../../../lib/server/api/interest-operations.ts';

export const GET = endpoint(interest, answerInterest);
export const PATCH = endpoint(changeOwnInterest, answerChange);
export const DELETE = endpoint(deleteOwnInterest, answerDelete);
