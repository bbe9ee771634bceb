import { endpoint } from '../../../../../../../lib/server/api/endpoint.ts';
import { answerReact, answerUnreact } from '../../../../../../../lib/server/api/talk-answers.ts';
import { react, unreact } from '../../../../../../../lib/server/api/talk-operations.ts';

export const PUT = endpoint(react, answerReact);
export const DELETE = endpoint(unreact, answerUnreact);
