import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerAnswerClaim } from '../../../../../../lib/server/api/author-answers.ts';
import { answerClaimOperation } from '../../../../../../lib/server/api/author-operations.ts';

export const PUT = endpoint(answerClaimOperation, answerAnswerClaim);
