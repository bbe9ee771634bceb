import { endpoint } from '../../../../lib/server/api/endpoint.ts';
import { answerStatus } from '../../../../lib/server/api/library-answers.ts';
import { status } from '../../../../lib/server/api/v1-operations.ts';

export const GET = endpoint(status, answerStatus);
