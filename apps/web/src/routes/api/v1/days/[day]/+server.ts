import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import { answerDay } from '../../../../../lib/server/api/library-answers.ts';
import { day } from '../../../../../lib/server/api/v1-operations.ts';

export const GET = endpoint(day, answerDay);
