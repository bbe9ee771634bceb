import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import { answerRemoveLink } from '../../../../../lib/server/api/author-answers.ts';
import { removeLinkOperation } from '../../../../../lib/server/api/author-operations.ts';

export const DELETE = endpoint(removeLinkOperation, answerRemoveLink);
