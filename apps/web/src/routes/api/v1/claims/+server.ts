import { endpoint } from '../../../../lib/server/api/endpoint.ts';
import { answerClaimsToAnswer } from '../../../../lib/server/api/author-answers.ts';
import { claimsToAnswer } from '../../../../lib/server/api/author-operations.ts';

export const GET = endpoint(claimsToAnswer, answerClaimsToAnswer);
