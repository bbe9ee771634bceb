import { endpoint } from '../../../../lib/server/api/endpoint.ts';
import { answerInvitations, answerInvite } from '../../../../lib/server/api/member-answers.ts';
import { invitations, invite } from '../../../../lib/server/api/member-operations.ts';

export const GET = endpoint(invitations, answerInvitations);
export const POST = endpoint(invite, answerInvite);
