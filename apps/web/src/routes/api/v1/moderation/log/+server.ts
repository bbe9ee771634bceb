import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import { answerLog } from '../../../../../lib/server/api/moderation-answers.ts';
import { log } from '../../../../../lib/server/api/moderation-operations.ts';

export const GET = endpoint(log, answerLog);
