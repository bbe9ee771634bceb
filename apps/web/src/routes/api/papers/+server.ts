import { endpoint } from '../../../lib/server/api/endpoint.ts';
import { answerHfPapers } from '../../../lib/server/api/hugging-face-answers.ts';
import { hfPapers } from '../../../lib/server/api/hugging-face-operations.ts';

export const GET = endpoint(hfPapers, answerHfPapers);
