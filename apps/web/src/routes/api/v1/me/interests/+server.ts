import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import { answerInterests, answerBegin, answerReset } from '../../../../../lib/server/api/interest-answers.ts';
import {
  interests,
  beginInterest,
  resetOwnInterests,
} from '../../../../../lib/server/api/interest-operations.ts';

export const GET = endpoint(interests, answerInterests);
export const POST = endpoint(beginInterest, answerBegin);
export const DELETE = endpoint(resetOwnInterests, answerReset);
