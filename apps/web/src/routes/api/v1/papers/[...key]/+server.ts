import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import { answerPaper } from '../../../../../lib/server/api/paper-answers.ts';
import { paper } from '../../../../../lib/server/api/v1-operations.ts';

export const GET = endpoint(paper, answerPaper);
