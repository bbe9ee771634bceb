import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerDecideBurst } from '../../../../../../lib/server/api/moderation-answers.ts';
import { decideBurst } from '../../../../../../lib/server/api/moderation-operations.ts';

export const POST = endpoint(decideBurst, answerDecideBurst);
