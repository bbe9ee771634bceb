import { endpoint } from '../../../../lib/server/api/endpoint.ts';
import { answerNewReport } from '../../../../lib/server/api/moderation-answers.ts';
import { report } from '../../../../lib/server/api/moderation-operations.ts';

export const POST = endpoint(report, answerNewReport);
