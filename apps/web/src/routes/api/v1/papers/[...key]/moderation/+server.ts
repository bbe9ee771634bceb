import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerDecide } from '../../../../../../lib/server/api/moderation-answers.ts';
import { decide } from '../../../../../../lib/server/api/moderation-operations.ts';

export const POST = endpoint(decide, answerDecide);
