import { endpoint } from '../../../../lib/server/api/endpoint.ts';
import { answerHfSearch } from '../../../../lib/server/api/search-answers.ts';
import { hfSearch } from '../../../../lib/server/api/hugging-face-operations.ts';

export const GET = endpoint(hfSearch, answerHfSearch);
