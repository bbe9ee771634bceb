import { answerMe } from '../../../../lib/server/api/account-answers.ts';
import { me } from '../../../../lib/server/api/account-operations.ts';
import { endpoint } from '../../../../lib/server/api/endpoint.ts';

export const GET = endpoint(me, answerMe);
