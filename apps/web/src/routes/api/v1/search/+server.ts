import { endpoint } from '../../../../lib/server/api/endpoint.ts';
import { answerSearch } from '../../../../lib/server/api/search-answers.ts';
import { search } from '../../../../lib/server/api/v1-operations.ts';

export const GET = endpoint(search, answerSearch);
