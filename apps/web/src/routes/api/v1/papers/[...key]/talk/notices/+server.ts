import { endpoint } from '../../../../../../../lib/server/api/endpoint.ts';
import { answerFollowTalk } from '../../../../../../../lib/server/api/talk-answers.ts';
import { followTalkOperation } from '../../../../../../../lib/server/api/talk-operations.ts';

export const PUT = endpoint(followTalkOperation, answerFollowTalk);
