import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import { answerSubmission } from '../../../../../lib/server/api/author-answers.ts';
import { submission } from '../../../../../lib/server/api/author-operations.ts';

export const GET = endpoint(submission, answerSubmission);
