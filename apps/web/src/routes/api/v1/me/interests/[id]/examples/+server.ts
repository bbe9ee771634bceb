import { endpoint } from '../../../../../../../lib/server/api/endpoint.ts';
import { answerLearnFrom } from '../../../../../../../lib/server/api/interest-answers.ts';
import { learnFrom } from '../../../../../../../lib/server/api/interest-operations.ts';

export const POST = endpoint(learnFrom, answerLearnFrom);
