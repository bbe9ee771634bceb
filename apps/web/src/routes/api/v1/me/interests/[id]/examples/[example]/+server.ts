import { endpoint } from '../../../../../../../../lib/server/api/endpoint.ts';
import { answerForget } from '../../../../../../../../lib/server/api/interest-answers.ts';
import { forgetExample } from '../../../../../../../../lib/server/api/interest-operations.ts';

export const DELETE = endpoint(forgetExample, answerForget);
