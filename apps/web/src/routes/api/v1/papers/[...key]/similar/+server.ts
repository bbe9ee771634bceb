import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerSimilar } from '../../../../../../lib/server/api/search-answers.ts';
import { similar } from '../../../../../../lib/server/api/v1-operations.ts';

export const GET = endpoint(similar, answerSimilar);
