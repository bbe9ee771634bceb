import { endpoint } from '../../../../lib/server/api/endpoint.ts';
import { answerComments } from '../../../../lib/server/api/talk-answers.ts';
import { comments } from '../../../../lib/server/api/talk-operations.ts';

export const GET = endpoint(comments, answerComments);
