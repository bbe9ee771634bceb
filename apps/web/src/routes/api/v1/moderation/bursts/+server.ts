import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import { answerBursts } from '../../../../../lib/server/api/moderation-answers.ts';
import { bursts } from '../../../../../lib/server/api/moderation-operations.ts';

export const GET = endpoint(bursts, answerBursts);
