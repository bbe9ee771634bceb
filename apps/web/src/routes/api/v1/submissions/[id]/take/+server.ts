import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerTake } from '../../../../../../lib/server/api/author-answers.ts';
import { take } from '../../../../../../lib/server/api/author-operations.ts';

export const POST = endpoint(take, answerTake);
