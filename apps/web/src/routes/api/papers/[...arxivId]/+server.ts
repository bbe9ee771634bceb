import { endpoint } from '../../../../lib/server/api/endpoint.ts';
import { answerHfPaper } from '../../../../lib/server/api/hugging-face-answers.ts';
import { hfPaper } from '../../../../lib/server/api/hugging-face-operations.ts';

export const GET = endpoint(hfPaper, answerHfPaper);
