import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerAnswer } from '../../../../../../lib/server/api/interest-answers.ts';
import { answerInFeed } from '../../../../../../lib/server/api/interest-operations.ts';

export const PUT = endpoint(answerInFeed, answerAnswer);
