import { endpoint } from '../../../../lib/server/api/endpoint.ts';
import { answerMap } from '../../../../lib/server/api/map-answers.ts';
import { map } from '../../../../lib/server/api/map-operation.ts';

export const GET = endpoint(map, answerMap);
