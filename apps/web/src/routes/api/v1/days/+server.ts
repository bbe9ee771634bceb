import { endpoint } from '../../../../lib/server/api/endpoint.ts';
import { answerDays } from '../../../../lib/server/api/library-answers.ts';
import { days } from '../../../../lib/server/api/v1-operations.ts';

export const GET = endpoint(days, answerDays);
