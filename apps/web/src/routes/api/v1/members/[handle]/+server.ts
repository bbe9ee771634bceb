import { endpoint } from '../../../../../lib/server/api/endpoint.ts';
import { answerChangeMember, answerRemoveMember } from '../../../../../lib/server/api/member-answers.ts';
import { changeMember, removeMember } from '../../../../../lib/server/api/member-operations.ts';

export const PATCH = endpoint(changeMember, answerChangeMember);
export const DELETE = endpoint(removeMember, answerRemoveMember);
