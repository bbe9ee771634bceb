import { endpoint } from '../../../../lib/server/api/endpoint.ts';
import { answerSimilarToMany } from '../../../../lib/server/api/search-answers.ts';
import { similarToMany } from '../../../../lib/server/api/v1-operations.ts';

export const GET = endpoint(similarToMany, answerSimilarToMany);
