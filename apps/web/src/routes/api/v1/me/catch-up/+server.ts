import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import { answerCatchUp, answerCaughtUp } from '../../../../../lib/server/api/reading-answers.ts';
import { catchUpOperation, caughtUpOperation } from '../../../../../lib/server/api/reading-operations.ts';

export const GET = endpoint(catchUpOperation, answerCatchUp);
export const POST = endpoint(caughtUpOperation, answerCaughtUp);
