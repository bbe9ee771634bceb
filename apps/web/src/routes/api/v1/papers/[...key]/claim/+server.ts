import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerClaimPaper, answerWithdrawClaim } from '../../../../../../lib/server/api/author-answers.ts';
import {
  claimOperation,
  withdrawClaimOperation,
} from '../../../../../../lib/server/api/author-operations.ts';

export const POST = endpoint(claimOperation, answerClaimPaper);
export const DELETE = endpoint(withdrawClaimOperation, answerWithdrawClaim);
