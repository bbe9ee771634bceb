import { endpoint } from '../../../../lib/server/api/endpoint.ts';
import { answerVenues } from '../../../../lib/server/api/library-answers.ts';
import { venues } from '../../../../lib/server/api/v1-operations.ts';

export const GET = endpoint(venues, answerVenues);
