import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerMerge } from '../../../../../../lib/server/api/moderation-answers.ts';
import { merge } from '../../../../../../lib/server/api/moderation-operations.ts';

export const POST = endpoint(merge, answerMerge);
