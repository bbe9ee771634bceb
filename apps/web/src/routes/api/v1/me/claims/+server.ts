import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import { answerOwnClaims } from '../../../../../lib/server/api/author-answers.ts';
import { ownClaims } from '../../../../../lib/server/api/author-operations.ts';

export const GET = endpoint(ownClaims, answerOwnClaims);
