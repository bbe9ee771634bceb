import { endpoint } from '../../../../lib/server/api/endpoint.ts';
import { answerPapers } from '../../../../lib/server/api/paper-answers.ts';
import { papers } from '../../../../lib/server/api/v1-operations.ts';

export const GET = endpoint(papers, answerPapers);
