import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerSplit } from '../../../../../../lib/server/api/moderation-answers.ts';
import { split } from '../../../../../../lib/server/api/moderation-operations.ts';

export const POST = endpoint(split, answerSplit);
