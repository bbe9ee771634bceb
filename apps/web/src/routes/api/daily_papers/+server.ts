import { endpoint } from '../../../lib/server/api/endpoint.ts';
import { answerDailyPapers } from '../../../lib/server/api/hugging-face-answers.ts';
import { dailyPapers } from '../../../lib/server/api/hugging-face-operations.ts';

export const GET = endpoint(dailyPapers, answerDailyPapers);
