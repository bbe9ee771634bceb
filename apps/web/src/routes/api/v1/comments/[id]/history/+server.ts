import { endpoint } from '../../../../../../lib/server/api/endpoint.ts';
import { answerHistory } from '../../../../../../lib/server/api/talk-answers.ts';
import { history } from '../../../../../../lib/server/api/talk-operations.ts';

export const GET = endpoint(history, answerHistory);
