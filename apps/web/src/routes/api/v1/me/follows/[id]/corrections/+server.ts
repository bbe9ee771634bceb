import { endpoint } from '../../../../../../../lib/server/api/endpoint.ts';
import { answerCorrectFollow } from '../../../../../../../lib/server/api/reading-answers.ts';
import { correctFollowOperation } from '../../../../../../../lib/server/api/reading-operations.ts';

export const POST = endpoint(correctFollowOperation, answerCorrectFollow);
