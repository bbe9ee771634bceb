import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import { answerAuthor } from '../../../../../lib/server/api/library-answers.ts';
import { author } from '../../../../../lib/server/api/v1-operations.ts';

export const GET = endpoint(author, answerAuthor);
