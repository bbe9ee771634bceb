import { endpoint } from '../../../../lib/server/api/endpoint.ts';
import { answerMembers } from '../../../../lib/server/api/member-answers.ts';
import { members } from '../../../../lib/server/api/member-operations.ts';

export const GET = endpoint(members, answerMembers);
