import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerCite } from '../../../../../../lib/server/api/paper-answers.ts';
import { cite } from '../../../../../../lib/server/api/v1-operations.ts';

export const GET = endpoint(cite, answerCite);
