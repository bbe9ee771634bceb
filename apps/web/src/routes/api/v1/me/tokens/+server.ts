import { answerMakeToken, answerTokens } from '../../../../../lib/server/api/account-answers.ts';
import { makeToken, tokens } from '../../../../../lib/server/api/account-operations.ts';
import { endpoint } from '../../../../../lib/server/api/endpoint.ts';

export const GET = endpoint(tokens, answerTokens);
export const POST = endpoint(makeToken, answerMakeToken);
