import { endpoint } from '../../../../lib/server/api/endpoint.ts';
import { answerSubmit } from '../../../../lib/server/api/author-answers.ts';
import { submit } from '../../../../lib/server/api/author-operations.ts';

export const POST = endpoint(submit, answerSubmit);
