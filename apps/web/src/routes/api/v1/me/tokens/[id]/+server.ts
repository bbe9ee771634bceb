import { answerRevoke } from '../../../../../../lib/server/api/account-answers.ts';
import { revoke } from '../../../../../../lib/server/api/account-operations.ts';
import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';

export const DELETE = endpoint(revoke, answerRevoke);
